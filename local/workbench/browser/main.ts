import './grid/grid.css';

/** The grid is most of the page's weight: it comes when everything else is there. */
const { openGrid } = await import('./grid/open-grid.ts');
const container = document.getElementById('grid');
if (container) await openGrid(container, { edit() {}, undo() {}, redo() {}, select() {} });
