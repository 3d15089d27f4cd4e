/** `2027-05`. */
export type Month = string;

export function monthOf(date: string): Month {
  return date.slice(0, 7);
}

/** Undefined for what is no month of these two centuries. */
export function readMonth(text: string | undefined): Month | undefined {
  return text !== undefined && /^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : undefined;
}

export function addMonths(month: Month, count: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count)).toISOString().slice(0, 7);
}

/** `May 2027`. */
export function monthName(month: Month): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' });
  return format.format(new Date(`${month}-01`));
}

/** Its days as `YYYY-MM-DD`, in weeks from Sunday to Saturday; null where a day is another month's. */
export function weeksOf(month: Month): (string | null)[][] {
  const first = new Date(`${month}-01`);
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const weeks = Math.ceil((first.getUTCDay() + length) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const day = week * 7 + weekday - first.getUTCDay() + 1;
      return day >= 1 && day <= length ? `${month}-${String(day).padStart(2, '0')}` : null;
    }),
  );
}
