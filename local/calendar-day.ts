/** Whether `2027-05-30` is a day of the calendar: JavaScript alone takes February 30 for March 2. */
export function isDay(text: string): boolean {
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text);
}

/** The day that calendars in the zone show at that moment, as `2027-05-30`. */
export function dayAt(epochMilliseconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(epochMilliseconds);
}
