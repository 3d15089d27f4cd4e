/** What compiled templates call. */
const ENTITIES = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

/** A misspelt name is an error, not an empty place on a page. */
export function named(context, name) {
  if (context === null || context === undefined || !Object.hasOwn(context, name)) {
    throw new Error(`The template asks for "${name}", which is not in its data`);
  }
  return context[name];
}

/** As Handlebars escapes, so that a value is safe in an attribute without quotes too. */
export function escaped(value) {
  return raw(value).replace(/[&<>"'`=]/g, (character) => ENTITIES[character]);
}

export function raw(value) {
  return value === null || value === undefined ? '' : String(value);
}

/** As Handlebars' `if` sees it: an empty list is as good as nothing. */
export function isShown(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value) || value === 0;
}

export function each(list, item) {
  return (list ?? []).map(item).join('');
}
