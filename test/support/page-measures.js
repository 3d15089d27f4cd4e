/**
 * Measured in the page itself, for page-faults.ts. Sizes are CSS pixels; a fault is a line that names the element.
 */
globalThis.pageMeasures = (() => {
  /** WCAG 2.2, 2.5.8 for any target; 44 is what Apple asks for a thumb. */
  const TARGET = 24;
  const BUTTON = 44;
  /** WCAG 1.4.11 of what shows the focus. */
  const FOCUS_CONTRAST = 3;
  const FOCUS_WIDTH = 2;
  const LONGEST_WHOLE_WORD = 14;
  const CONTROLS = 'a[href], button, select, input:not([type=hidden]), video[controls]';

  const root = document.documentElement;
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter(isSeen);
  const named = (element) =>
    `${element.localName} “${(element.textContent || element.getAttribute('aria-label') || element.name || '').trim()}”`;

  /** What takes the tap: a label does it for the field that it holds. */
  const target = (control) => control.closest('label') ?? control;
  const isButton = (control) => control.matches('button, .button, .button *');

  function smallTargets() {
    return controls().flatMap((control) => {
      const { width, height } = target(control).getBoundingClientRect();
      const least = isButton(control) ? BUTTON : TARGET;
      const size = `${Math.round(width)} × ${Math.round(height)}`;
      return width < least || height < least ? [`too small: ${named(control)} is ${size}`] : [];
    });
  }

  function sideways() {
    const { scrollWidth, clientWidth } = root;
    return scrollWidth > clientWidth ? [`scrolls sideways: ${scrollWidth} in ${clientWidth}`] : [];
  }

  function shownTexts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement } = node;
      if (node.data.trim() !== '' && !parentElement.matches('script, style, option') && isSeen(parentElement))
        texts.push(node);
    }
    return texts;
  }

  function rectsOf(text, start = 0, end = text.length) {
    const range = document.createRange();
    range.setStart(text, start);
    range.setEnd(text, end);
    return [...range.getClientRects()];
  }

  /** Text outside the page, or outside of what clips it. */
  function cutText() {
    return shownTexts()
      .filter((text) => rectsOf(text).some((rect) => isCut(rect, text.parentElement)))
      .map((text) => `cut: ${text.data.trim()}`);
  }

  /** Words on two lines, though any screen has room for them on one. */
  function brokenWords() {
    return shownTexts().flatMap((text) =>
      [...text.data.matchAll(/\S+/g)]
        .filter(({ 0: word }) => word.length <= LONGEST_WHOLE_WORD)
        .filter(({ 0: word, index }) => rectsOf(text, index, index + word.length).length > 1)
        .map(({ 0: word }) => `broken: ${word} in “${text.data.trim()}”`),
    );
  }

  function isCut({ left, right, top, bottom }, parent) {
    if (left < -1 || right > root.clientWidth + 1) return true;
    for (let element = parent; element !== root; element = element.parentElement) {
      if (getComputedStyle(element).overflow === 'visible') continue;
      const box = element.getBoundingClientRect();
      // A line is higher than its letters.
      if (left < box.left - 1 || right > box.right + 1 || top < box.top - 4 || bottom > box.bottom + 4)
        return true;
    }
    return false;
  }

  /** Which of the page's controls has the focus, and what is wrong with how that shows; null for none. */
  function focused() {
    const control = document.activeElement;
    const index = controls().indexOf(control);
    if (index < 0) return null;
    const faults = [...outlineFaults(control), ...(isCovered(control) ? [`covered: ${named(control)}`] : [])];
    return { index, faults };
  }

  function outlineFaults(control) {
    let element = control;
    while (element && getComputedStyle(element).outlineStyle === 'none') element = element.parentElement;
    if (!element) return [`no outline: ${named(control)}`];
    const { outlineWidth, outlineColor } = getComputedStyle(element);
    if (Number.parseFloat(outlineWidth) < FOCUS_WIDTH) return [`thin outline: ${named(control)}`];
    const contrast = contrastOf(outlineColor, backgroundAround(element));
    return contrast < FOCUS_CONTRAST ? [`pale outline, ${contrast.toFixed(1)}: ${named(control)}`] : [];
  }

  function backgroundAround({ parentElement }) {
    for (let element = parentElement; element; element = element.parentElement) {
      const { backgroundColor } = getComputedStyle(element);
      if (!/, 0\)$/.test(backgroundColor)) return backgroundColor;
    }
    return getComputedStyle(document.body).backgroundColor;
  }

  /** As WCAG defines it, of opaque colours. */
  function contrastOf(...colours) {
    const [dark, light] = colours.map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance(colour) {
    const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => {
      const share = Number(part) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function isCovered(control) {
    const { left, top, width, height } = control.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, top + height / 2);
    return !above || !(target(control).contains(above) || above.contains(control));
  }

  return { smallTargets, sideways, cutText, brokenWords, focused, controlNames: () => controls().map(named) };
})();
