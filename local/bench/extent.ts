/** How much is published and repeated where publishing is measured. */

export const BATCH = 25;
/** Whole executions take long, and their counts don't vary. */
export const MOST_REPETITIONS = 5;
/** The bookings that are published in any case. */
export const FEWEST_PUBLISHED = 1 + MOST_REPETITIONS + BATCH;
/** Many more, and the timer would find something to do: the journal puts entries away before its store is full. */
export const MOST_PUBLISHED = 300;
