import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditPage } from '../local/lighthouse.ts';
import { Desk } from './support/desk.ts';

const HOUR = 3_600_000;
const START = Date.parse('2027-05-08T09:00:00-07:00');

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
  desk.add(
    { 'Booking ID': 'SAIL', Date: '2027-05-08', Start: '9:00 AM', Hours: '3' },
    { 'Booking ID': 'OFF', Boat: 'Day Star', Crew: 'leo', Captain: 'dana' },
  );
  await desk.publish(['SAIL', 'OFF']);
  await desk.edit('OFF', { Status: 'Cancelled' });
  await desk.publish('OFF');
});
afterAll(() => desk?.close());

function crewPage(): string {
  const [link] = desk.outside.mailsTo('mia@crew.example').flatMap(({ links }) => links);
  return desk.system.cloud.forBrowser(link ?? '');
}

// Performance depends on the machine: `npm run bench` measures it.
describe('Lighthouse finds nothing to better on a phone', () => {
  const site = () => desk.system.cloud.endpoints.guestSite;
  it.each([
    ['the guest page before a charter', -24, () => `${site()}/g/sail`],
    ['the guest page after it', 5, () => `${site()}/g/sail`],
    ['the page of a cancelled charter', -24, () => `${site()}/g/off`],
    ['the upload page', 1, () => `${site()}/g/presign?booking_id=sail`],
    ['the crew page', 1, crewPage],
  ])('on %s', async (_, hours, url) => {
    desk.system.clock.set(START + hours * HOUR);
    const { scores, findings } = await auditPage(url(), ['accessibility', 'best-practices']);
    expect(findings).toEqual([]);
    expect(scores).toEqual({ accessibility: 100, 'best-practices': 100 });
  });
});
