/** What compiled templates call. */
import { escapeExpression, isEmpty } from 'handlebars/dist/cjs/handlebars/utils.js';

/** A misspelt name is an error, not an empty place on a page. */
export function named(context, name) {
  if (context === null || context === undefined || !Object.hasOwn(context, name)) {
    throw new Error(`The template asks for "${name}", which is not in its data`);
  }
  return context[name];
}

export function escaped(value) {
  return escapeExpression(value);
}

export function raw(value) {
  return value === null || value === undefined ? '' : String(value);
}

/** As Handlebars' `if` sees it: an empty list is as good as nothing. */
export function isShown(value) {
  return !isEmpty(value);
}

export function each(list, item) {
  return (list ?? []).map(item).join('');
}
