import calendar from '../../templates/calendar-file.txt.hbs';
import { basicFormat } from '../clients/basic-format.ts';
import { mapValues } from '../clients/map-values.ts';
import { formEncode } from '../clients/percent-encoding.ts';

/** A charter as its guests put it into their own calendars. */
export type CalendarEvent = {
  /** For ever the same for one booking. */
  uid: string;
  title: string;
  location: string;
  description: string;
  url: string;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
  isCancelled: boolean;
};

/** Which version of the event a file holds: calendars take the one with the highest sequence. */
export interface Edition {
  sequence: number;
  /** When it was made, epoch milliseconds. */
  at: number;
}

/** RFC 5545, 3.1: at most so many octets a line, without its end. */
const LINE_OCTETS = 75;

/** An iCalendar file as RFC 5545 has it. Its times are in UTC, so it needs no time zone's rules. */
export function calendarFile(event: CalendarEvent, { sequence, at }: Edition): string {
  const { title, location, description } = event;
  const text = calendar({
    ...event,
    ...mapValues({ title, location, description }, escaped),
    ...mapValues({ stamp: at, start: event.startsAt, end: event.endsAt }, basicFormat),
    sequence,
  });
  return text.replace(/([^\n]*)\n/g, (_, line: string) => `${folded(line)}\r\n`);
}

/** Opens Google Calendar with the event filled in; Google documents it nowhere, and all the world uses it. */
export function googleCalendarUrl(event: CalendarEvent): string {
  return `https://calendar.google.com/calendar/render?${formEncode({
    action: 'TEMPLATE',
    text: event.title,
    dates: `${basicFormat(event.startsAt)}/${basicFormat(event.endsAt)}`,
    location: event.location,
    details: event.description,
  })}`;
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\n/g, '\\n');
}

/** Breaks between characters, never within one's octets. The blank that begins a further line counts. */
function folded(line: string): string {
  let octets = 0;
  return Array.from(line, (character) => {
    const size = encodeURIComponent(character).replace(/%../g, '_').length;
    octets += size;
    if (octets <= LINE_OCTETS) return character;
    octets = size + 1;
    return `\r\n ${character}`;
  }).join('');
}
