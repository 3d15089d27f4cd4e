/** Pixels that a finger may slip in a tap. */
const SLIP = 8;

export interface TouchActions {
  scrollBy(x: number, y: number): void;
  /** In pixels from the surface's upper left corner. */
  tap(x: number, y: number): void;
}

/** A finger scrolls and taps. Univer, which would take it for a mouse that drags a selection, doesn't see it. */
export function listenToTouch(surface: HTMLElement, { scrollBy, tap }: TouchActions): void {
  let finger: { id: number; x: number; y: number; isMoving: boolean } | undefined;
  const on = (
    type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel',
    act: (event: PointerEvent) => void,
  ) =>
    surface.addEventListener(
      type,
      (event) => {
        if (event.pointerType !== 'touch') return;
        event.stopPropagation();
        act(event);
      },
      { capture: true },
    );
  on('pointerdown', ({ pointerId: id, clientX: x, clientY: y }) => {
    finger = { id, x, y, isMoving: false };
  });
  on('pointermove', ({ pointerId, clientX: x, clientY: y }) => {
    if (finger?.id !== pointerId) return;
    finger.isMoving ||= Math.hypot(finger.x - x, finger.y - y) > SLIP;
    if (!finger.isMoving) return;
    scrollBy(finger.x - x, finger.y - y);
    Object.assign(finger, { x, y });
  });
  on('pointerup', ({ pointerId, clientX, clientY }) => {
    if (finger?.id !== pointerId) return;
    const { left, top } = surface.getBoundingClientRect();
    if (!finger.isMoving) tap(clientX - left, clientY - top);
    finger = undefined;
  });
  on('pointercancel', () => {
    finger = undefined;
  });
}
