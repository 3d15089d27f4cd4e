import { showConditions } from '../conditions.ts';
import { type CharterTimes, charterState, countdown, uploadState } from './charter-times.ts';
import { now, setBy } from './clock.ts';
import { servePhotos } from './photos.ts';
import { UploadService } from './upload-service.ts';

const root = document.documentElement;
const body = document.body;
const main = document.querySelector('main');
const photos = document.getElementById('photos');
const conditions = document.getElementById('conditions');
const clock = document.getElementById('countdown');
const departure = document.querySelector('time');
const read = (name: string) => Number(body.dataset[name]);
const times: CharterTimes = {
  boards: read('boards'),
  departs: Date.parse(departure?.dateTime ?? ''),
  ends: read('ends'),
  uploadOpens: read('uploadOpens'),
  uploadCloses: read('uploadCloses'),
};

/** A phone's timers stop while it sleeps, so the page asks the clock again whenever somebody looks. */
const LOOK_AGAIN_MILLISECONDS = 15_000;

function followClock(): void {
  const moment = now();
  const charter = charterState(times, moment);
  const upload = uploadState(times, moment);
  root.dataset.charter = charter;
  root.dataset.upload = upload;
  if (clock) clock.textContent = charter === 'before' ? countdown(times, moment) : '';
  // Until the boat has left, somebody is still looking for it.
  if (photos && moment >= times.departs && main?.firstElementChild !== photos) main?.prepend(photos);
}

followClock();
setInterval(followClock, LOOK_AGAIN_MILLISECONDS);
document.addEventListener('visibilitychange', followClock);
if (photos) {
  const service = new UploadService(photos.dataset.booking ?? '', (...answer) => {
    setBy(...answer);
    followClock();
  });
  servePhotos(photos, service);
}
if (conditions && root.dataset.charter !== 'over') void showConditions(conditions);
