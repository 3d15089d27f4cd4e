/** What `GET /g/{booking_id}/conditions` answers: for the hours of the charter, at its dock. */
interface Conditions {
  weather: { summary: string; temperature_f: number; wind: string; rain_percent: number | null } | null;
  tides: { type: 'high' | 'low'; at: string; feet: number }[];
}

/**
 * Fills a section such as `<section hidden data-from="/g/xhqgmdh/conditions" data-time-zone="America/Los_Angeles">` with
 * an element `.weather` and a list `.tides`, and shows it. Without an answer it stays hidden: nobody misses what they never saw.
 */
export async function showConditions(section: HTMLElement): Promise<void> {
  const { from = '', timeZone } = section.dataset;
  try {
    const answer = await fetch(from);
    if (!answer.ok) return;
    const { weather, tides } = (await answer.json()) as Conditions;
    const sentence = section.querySelector('.weather');
    const list = section.querySelector('.tides');
    if (sentence && weather) sentence.textContent = weatherInWords(weather);
    list?.append(...tides.map((tide) => tideLine(tide, timeZone)));
    section.hidden = !weather && tides.length === 0;
  } catch {
    // No network, or an answer of another make.
  }
}

function weatherInWords({
  summary,
  temperature_f,
  wind,
  rain_percent,
}: NonNullable<Conditions['weather']>): string {
  const parts = [`${summary}, ${Math.round(temperature_f)} °F`, wind && `wind ${wind}`];
  if (rain_percent) parts.push(`${rain_percent}% chance of rain`);
  return parts.filter(Boolean).join(' · ');
}

function tideLine({ type, at, feet }: Conditions['tides'][number], timeZone?: string): HTMLLIElement {
  const time = new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }).format(
    new Date(at),
  );
  const line = document.createElement('li');
  line.textContent = `${type === 'high' ? 'High' : 'Low'} tide ${time}, ${feet.toFixed(1)} ft`;
  return line;
}
