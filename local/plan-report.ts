import * as z from 'zod';

const inWords = z.string();

/** What publishing the rows of one file would do, in the file's order: what `previewSelected` of the add-on answers. */
export const planReport = z.object({
  bookings: z.array(
    z.object({
      bookingId: z.string(),
      /** As the `State` column would show it now; empty before anything was published. */
      state: z.string(),
      summary: inWords,
      /** With any of these nothing is planned. */
      problems: z.array(z.object({ column: z.string(), message: inWords })),
      /** Since it was last published. */
      changes: z.array(inWords),
      steps: z.array(z.object({ projection: z.string(), action: z.string(), words: inWords })),
    }),
  ),
});

export type PlanReport = z.output<typeof planReport>;

export type BookingPlan = PlanReport['bookings'][number];

export function isPlanned({ problems }: BookingPlan): boolean {
  return problems.length === 0;
}
