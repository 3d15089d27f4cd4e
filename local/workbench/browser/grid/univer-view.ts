import type { Workbook } from '@univerjs/core';
import { type IRender, SHEET_VIEWPORT_KEY, Vector2 } from '@univerjs/engine-render';
import {
  getViewportByCell,
  SheetScrollManagerService,
  SheetSkeletonManagerService,
} from '@univerjs/sheets-ui';
import type { Place } from './navigation.ts';

/** Pixels from the canvas's upper left corner. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Univer draws its scroll bars over the cells. */
const SCROLL_BAR = 12;

/** What of the tab in front is in view, and where. */
export class UniverView {
  private readonly render: IRender;
  private readonly workbook: Workbook;

  constructor(render: IRender, workbook: Workbook) {
    this.render = render;
    this.workbook = workbook;
  }

  private get skeleton() {
    return this.render.with(SheetSkeletonManagerService).getCurrentSkeleton();
  }

  /** The part that scrolls: all but what is frozen. */
  private get main() {
    return this.render.scene.getViewport(SHEET_VIEWPORT_KEY.VIEW_MAIN);
  }

  /** Whenever something is somewhere else than before. */
  onMove(listener: () => void): void {
    this.render.with(SheetScrollManagerService).validViewportScrollInfo$.subscribe(listener);
    this.render.engine.onTransformChange$.subscribeEvent(listener);
  }

  /** Null where the cell is scrolled out of view. */
  boxOf(place: Place): Box | null {
    const box = this.placed(place);
    const viewport = this.viewportOf(place);
    if (!box || !viewport) return null;
    const { width, height } = this.render.engine;
    const isVisible =
      box.left >= viewport.left - 1 && box.top >= viewport.top - 1 && box.left < width && box.top < height;
    return isVisible ? box : null;
  }

  private viewportOf({ row, column }: Place) {
    return getViewportByCell(row - 1, column - 1, this.render.scene, this.workbook.getActiveSheet());
  }

  private placed(place: Place): Box | null {
    const cell = this.skeleton?.getCellWithCoordByIndex(place.row - 1, place.column - 1);
    const viewport = this.viewportOf(place);
    if (!cell || !viewport) return null;
    const { startX, startY, endX, endY } = cell.isMergedMainCell ? cell.mergeInfo : cell;
    return {
      left: startX - viewport.viewportScrollX,
      top: startY - viewport.viewportScrollY,
      width: endX - startX,
      height: endY - startY,
    };
  }

  cellAt(x: number, y: number): Place | null {
    const { scene } = this.render;
    const scroll = scene.getScrollXYInfoByViewport(Vector2.FromArray([x, y]));
    const found = this.skeleton?.getCellIndexByOffset(x, y, 1, 1, scroll);
    return found && found.row >= 0 && found.column >= 0
      ? { row: found.row + 1, column: found.column + 1 }
      : null;
  }

  /** Scrolls no further than it must. */
  reveal(place: Place): void {
    const box = this.placed(place);
    const { main } = this;
    if (!box || !main) return;
    const { xSplit, ySplit } = this.workbook.getActiveSheet().getFreeze();
    const { width, height } = this.render.engine;
    this.scrollBy(
      place.column <= xSplit ? 0 : missing(box.left, box.width, main.left, width - SCROLL_BAR),
      place.row <= ySplit ? 0 : missing(box.top, box.height, main.top, height - SCROLL_BAR),
    );
  }

  scrollBy(x: number, y: number): void {
    if (x !== 0 || y !== 0) this.main?.scrollByViewportDeltaVal({ viewportScrollX: x, viewportScrollY: y });
  }

  /** How many rows are in view. */
  rows(): number {
    const range = this.skeleton?.getVisibleRangeByViewport(SHEET_VIEWPORT_KEY.VIEW_MAIN);
    return range ? Math.max(1, range.endRow - range.startRow - 1) : 1;
  }
}

/** How far to scroll until all of a stretch is between two edges, its beginning at least. */
function missing(start: number, length: number, first: number, last: number): number {
  if (start < first) return start - first;
  return Math.max(0, Math.min(start + length - last, start - first));
}
