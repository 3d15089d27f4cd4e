import type { Workbook } from '../../apps-script/index.ts';
import type { GridChange, GridSnapshot } from './grid-message.ts';
import { LookTable } from './look.ts';
import { type TabSurroundings, TabView } from './tab-view.ts';

export interface GridViewOptions {
  /** Whose browser it is: some may edit what others may not. */
  user: string;
  /** An address of the world, where this laptop stands in for it. */
  forBrowser: (address: string) => string;
}

/**
 * What browsers were told of a workbook, and so what to tell them after it changed. A window that joins gets the
 * snapshot, which is what the others know, and from then on the same changes as they.
 */
export class GridView {
  private readonly workbook: Workbook;
  private readonly looks = new LookTable();
  private readonly surroundings: TabSurroundings;
  private tabs: ReadonlyMap<number, TabView> = new Map();

  constructor(workbook: Workbook, { user, forBrowser }: GridViewOptions) {
    this.workbook = workbook;
    this.surroundings = {
      user,
      looks: this.looks,
      valuesOf: (a1) => workbook.valuesOf(a1),
      forBrowser,
    };
    this.change();
  }

  snapshot(): GridSnapshot {
    return { looks: this.looks.all(), tabs: [...this.tabs.values()].map((tab) => tab.whole()) };
  }

  /** What changed in the workbook since this was last asked, for everybody who has a snapshot; null if nothing did. */
  change(): GridChange | null {
    const shown = this.workbook.data.sheets.filter((sheet) => !sheet.hidden);
    const before = this.tabs;
    const fresh = new Set<TabView>();
    this.tabs = new Map(
      shown.map((sheet) => {
        const told = before.get(sheet.id);
        if (told && !told.isOutdated()) return [sheet.id, told];
        const tab = new TabView(sheet, this.surroundings);
        fresh.add(tab);
        return [sheet.id, tab];
      }),
    );
    const order = [...this.tabs.keys()];
    const changed = [...this.tabs.values()]
      .filter((tab) => !fresh.has(tab))
      .flatMap((tab) => tab.change() ?? []);
    const whole = [...fresh].map((tab) => tab.whole());
    const isMoved = order.join() !== [...before.keys()].join();
    if (!isMoved && whole.length === 0 && changed.length === 0) return null;
    return { looks: this.looks.takeNew(), ...(isMoved ? { order } : {}), whole, changed };
  }
}
