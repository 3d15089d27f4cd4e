import type { Hono } from 'hono';
import type { CharterFinder } from './charter-finder.ts';
import type { TideStation } from './tides.ts';
import type { WeatherService } from './weather.ts';

export interface ConditionsRouteDependencies {
  findCharter: CharterFinder;
  tideStation: TideStation;
  weatherService: WeatherService;
}

/** Weather and tides for pages that fill them in late; `app.ts` lists the route. What can't be had now is missing, and no error. */
export function addConditionsRoutes(app: Hono, dependencies: ConditionsRouteDependencies): void {
  const { findCharter, tideStation, weatherService } = dependencies;

  app.get('/g/:booking_id/conditions', async (context) => {
    const event = await findCharter(context.req.param('booking_id'));
    const [weather, tides] = await Promise.allSettled([
      weatherService.of(event, () => tideStation.position()),
      tideStation.around(event),
    ]);
    const isComplete = weather.status === 'fulfilled' && tides.status === 'fulfilled';
    context.header('Cache-Control', isComplete ? 'public, max-age=600' : 'no-store');
    return context.json({
      weather: weather.status === 'fulfilled' ? weather.value : null,
      tides: tides.status === 'fulfilled' ? tides.value : [],
    });
  });
}
