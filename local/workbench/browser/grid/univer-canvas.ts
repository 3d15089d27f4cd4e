import {
  FOCUSING_SHEET,
  type ICellData,
  ICommandService,
  IContextService,
  type Injector,
  type IRange,
  IUniverInstanceService,
  type IWorkbookData,
  type IWorksheetData,
  LifecycleService,
  LifecycleStages,
  LocaleType,
  LogLevel,
  ThemeService,
  Univer,
  UniverInstanceType,
  type Workbook,
  type Worksheet,
} from '@univerjs/core';
import { type IRender, IRenderManagerService, UniverRenderEnginePlugin } from '@univerjs/engine-render';
import {
  SetFrozenMutation,
  SetSelectionsOperation,
  SetWorksheetActiveOperation,
  SheetsSelectionsService,
} from '@univerjs/sheets';
import { SheetSkeletonManagerService } from '@univerjs/sheets-ui';
import type { Rectangle } from '../../../apps-script/workbook/a1-notation.ts';
import type { Place, Selected } from './navigation.ts';
import type { SheetConfig } from './sheet-config.ts';
import { GridPlugin, pinFreeze } from './univer-plugin.ts';
import { UniverView } from './univer-view.ts';

const WORKBOOK = 'workbook';

/** One tab as Univer draws it. Rows and columns count from 1, as everywhere but in Univer. */
export class UniverCanvas {
  private readonly injector: Injector;
  private readonly workbook: Workbook;
  private readonly render: IRender;
  readonly view: UniverView;

  private constructor(injector: Injector, workbook: Workbook, render: IRender) {
    this.injector = injector;
    this.workbook = workbook;
    this.render = render;
    this.view = new UniverView(render, workbook);
  }

  /** `first` is shown until another is: Univer draws no empty workbook. */
  static async open(container: HTMLElement, first: SheetConfig): Promise<UniverCanvas> {
    const univer = new Univer({ logLevel: LogLevel.WARN, locale: LocaleType.EN_US });
    univer.registerPlugin(UniverRenderEnginePlugin);
    univer.registerPlugin(GridPlugin);
    const workbook = univer.createUnit<Partial<IWorkbookData>, Workbook>(UniverInstanceType.UNIVER_SHEET, {
      id: WORKBOOK,
      sheetOrder: [first.id],
      sheets: { [first.id]: first },
    });
    const injector = univer.__getInjector();
    const lifecycle = injector.get(LifecycleService);
    lifecycle.stage = LifecycleStages.Ready;
    const render = await drawn(injector.get(IRenderManagerService));
    lifecycle.stage = LifecycleStages.Rendered;
    render.engine.mount(container);
    // Univer's own editor would be typed into; the keyboard is none of its business here.
    render.engine.getCanvasElement().removeAttribute('tabindex');
    render.activate();
    pinFreeze(render);
    injector.get(IUniverInstanceService).focusUnit(WORKBOOK);
    injector.get(IContextService).setContextValue(FOCUSING_SHEET, true);
    return new UniverCanvas(injector, workbook, render);
  }

  private get sheet(): Worksheet {
    return this.workbook.getActiveSheet();
  }

  get shown(): string {
    return this.sheet.getSheetId();
  }

  /** Adds a sheet, or puts it in the place of the one with its id. */
  put(config: SheetConfig): void {
    this.workbook.removeSheet(config.id);
    this.workbook.addWorksheet(config.id, this.workbook.getSheetSize(), config);
  }

  remove(id: string): void {
    this.workbook.removeSheet(id);
  }

  show(id: string): void {
    const place = { unitId: WORKBOOK, subUnitId: id };
    this.injector.get(ICommandService).syncExecuteCommand(SetWorksheetActiveOperation.id, place);
  }

  config(id: string): IWorksheetData | undefined {
    return this.workbook.getSheetBySheetId(id)?.getConfig();
  }

  /** As the rest below: seen after `redraw`. */
  setCell(id: string, { row, column }: Place, cell: ICellData): void {
    const matrix = this.workbook.getSheetBySheetId(id)?.getCellMatrix();
    if (Object.keys(cell).length > 0) matrix?.setValue(row - 1, column - 1, cell);
    else matrix?.realDeleteValue(row - 1, column - 1);
  }

  setRowHeight(id: string, row: number, pixels: number): void {
    const line = this.workbook
      .getSheetBySheetId(id)
      ?.getRowManager()
      .getRowOrCreate(row - 1);
    Object.assign(line ?? {}, { ah: pixels, ia: 1 });
  }

  redraw(): void {
    const skeletons = this.render.with(SheetSkeletonManagerService);
    skeletons.makeDirty({ sheetId: this.shown });
    skeletons.setCurrent({ sheetId: this.shown });
    const { scene, mainComponent } = this.render;
    this.measure();
    for (const viewport of scene.getViewports()) viewport.markForceDirty(true);
    mainComponent?.makeForceDirty(true);
    scene.makeDirty(true);
  }

  /** How far one can scroll. */
  private measure(): void {
    const skeleton = this.skeleton();
    if (!skeleton) return;
    const { rowHeaderWidthAndMarginLeft: left, columnHeaderHeightAndMarginTop: top } = skeleton;
    const { scene } = this.render;
    scene.transformByState({
      width: left + skeleton.columnTotalWidth,
      height: top + skeleton.rowTotalHeight,
    });
    scene.getMainViewport().setMargin(left, top);
  }

  /** Takes up what is frozen in the sheet in front, once its rows have their heights. */
  freeze(): void {
    const place = { unitId: WORKBOOK, subUnitId: this.shown, resetScroll: false };
    const freeze = this.sheet.getConfig().freeze;
    this.injector.get(ICommandService).syncExecuteCommand(SetFrozenMutation.id, { ...place, ...freeze });
  }

  /** The height that a cell's text needs, in pixels. */
  neededHeight({ row, column }: Place): number {
    return this.skeleton()?.calculateAutoHeightForCell(row - 1, column - 1) ?? 0;
  }

  private skeleton() {
    return this.render.with(SheetSkeletonManagerService).getCurrentSkeleton();
  }

  selected(): Selected | null {
    const selections = this.injector.get(SheetsSelectionsService).getCurrentSelections();
    const primary = selections.findLast((selection) => selection.primary)?.primary;
    if (!primary) return null;
    return {
      ranges: selections.map(({ range }) => this.rectangle(range)),
      active: { row: primary.startRow + 1, column: primary.startColumn + 1 },
    };
  }

  select({ ranges, active }: Selected): void {
    const last = ranges.length - 1;
    const primary = {
      ...this.sheet.getCellInfoInMergeData(active.row - 1, active.column - 1),
      actualRow: active.row - 1,
      actualColumn: active.column - 1,
    };
    const selections = ranges.map((range, index) => ({
      range: univerRange(range),
      primary: index === last ? primary : null,
      style: null,
    }));
    const place = { unitId: WORKBOOK, subUnitId: this.shown };
    this.injector
      .get(ICommandService)
      .syncExecuteCommand(SetSelectionsOperation.id, { ...place, selections });
  }

  onSelect(listener: () => void): void {
    this.injector.get(SheetsSelectionsService).selectionChanged$.subscribe(listener);
  }

  setDark(isDark: boolean): void {
    this.injector.get(ThemeService).setDarkMode(isDark);
    this.redraw();
  }

  private rectangle({ startRow, endRow, startColumn, endColumn }: IRange): Rectangle {
    // Univer leaves the ends of whole rows and columns open.
    const [top, left] = [startRow || 0, startColumn || 0];
    const bottom = Number.isNaN(endRow) ? this.sheet.getRowCount() - 1 : endRow;
    const right = Number.isNaN(endColumn) ? this.sheet.getColumnCount() - 1 : endColumn;
    return { row: top + 1, column: left + 1, rows: bottom - top + 1, columns: right - left + 1 };
  }
}

/** Univer makes it a little later. */
async function drawn(renders: IRenderManagerService): Promise<IRender> {
  const render = renders.getRenderById(WORKBOOK);
  if (render) return render;
  return new Promise((resolve) => {
    renders.created$.subscribe((created) => {
      if (created.unitId === WORKBOOK) resolve(created);
    });
  });
}

function univerRange({ row, column, rows, columns }: Rectangle): IRange {
  return {
    startRow: row - 1,
    startColumn: column - 1,
    endRow: row + rows - 2,
    endColumn: column + columns - 2,
  };
}
