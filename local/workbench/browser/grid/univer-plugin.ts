import {
  type Dependency,
  ICommandService,
  Inject,
  Injector,
  Plugin,
  toDisposable,
  touchDependencies,
  UniverInstanceType,
} from '@univerjs/core';
import { type IRender, IRenderManagerService } from '@univerjs/engine-render';
import {
  SetFrozenMutation,
  SetSelectionsOperation,
  SetWorksheetActiveOperation,
  SheetInterceptorService,
  SheetSkeletonService,
  SheetsSelectionsService,
} from '@univerjs/sheets';
import {
  HeaderFreezeRenderController,
  ISheetSelectionRenderService,
  ScrollCommand,
  SetScrollOperation,
  SetScrollRelativeCommand,
  SheetRenderController,
  SheetScrollManagerService,
  SheetSelectionRenderService,
  SheetSkeletonManagerService,
  SheetsRenderService,
  SheetsScrollRenderController,
} from '@univerjs/sheets-ui';
import { IShortcutService } from '@univerjs/ui';

/**
 * Of Univer's sheets what draws, scrolls and selects. Its editors, commands, clipboard, menus and formulas are not
 * there, so that nothing in it can change a cell.
 */
export class GridPlugin extends Plugin {
  static override pluginName = 'CHARTER_DESK_GRID';
  static override type = UniverInstanceType.UNIVER_SHEET;

  constructor(
    _config: undefined,
    protected override readonly _injector: Injector,
  ) {
    super();
  }

  override onStarting(): void {
    this._injector.add([SheetsSelectionsService]);
    this._injector.add([SheetInterceptorService]);
    this._injector.add([SheetSkeletonService]);
    this._injector.add([SheetsRenderService]);
    // A selection that is being dragged asks for the escape key. The grid has its own keyboard.
    this._injector.add([
      IShortcutService,
      { useValue: { forceEscape: () => toDisposable(() => {}) } as unknown as IShortcutService },
    ]);
    touchDependencies(this._injector, [[SheetInterceptorService], [SheetSkeletonService]]);
    const commands = this._injector.get(ICommandService);
    commands.registerCommand(SetFrozenMutation);
    commands.registerCommand(SetSelectionsOperation);
    commands.registerCommand(SetWorksheetActiveOperation);
    commands.registerCommand(ScrollCommand);
    commands.registerCommand(SetScrollOperation);
    commands.registerCommand(SetScrollRelativeCommand);
  }

  override onReady(): void {
    const renders = this._injector.get(IRenderManagerService);
    const modules = [
      [SheetSkeletonManagerService],
      [SheetRenderController],
      [ISheetSelectionRenderService, { useClass: SelectionWithoutHandles }],
      [SheetScrollManagerService],
      [SheetsScrollRenderController],
      [HeaderFreezeRenderController],
    ] as Dependency[];
    for (const module of modules) renders.registerRenderModule(UniverInstanceType.UNIVER_SHEET, module);
    touchDependencies(this._injector, [[SheetsRenderService]]);
  }
}
Inject(Injector)(GridPlugin, '', 1);

/** A selection that can't be dragged to fill cells. */
class SelectionWithoutHandles extends SheetSelectionRenderService {
  override newSelectionControl(
    ...given: Parameters<SheetSelectionRenderService['newSelectionControl']>
  ): ReturnType<SheetSelectionRenderService['newSelectionControl']> {
    const control = super.newSelectionControl(...given);
    control.updateStyle({ ...control.currentStyle, autofillSize: 0, autofillStrokeWidth: 0 });
    return control;
  }
}

/** The lines below and right of what is frozen stay where the workbook has them. */
export function pinFreeze(render: IRender): void {
  const { interceptor } = render.with(HeaderFreezeRenderController);
  interceptor.intercept(interceptor.getInterceptPoints().FREEZE_PERMISSION_CHECK, { handler: () => false });
}
