/** One pixel that every browser draws. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A picture as a file field takes it; each number makes another one. */
export function photoFile(number: number, { name = `IMG_${number}.png`, mimeType = 'image/png' } = {}) {
  // What follows the picture's end, no decoder reads.
  return { name, mimeType, buffer: Buffer.concat([PIXEL, Buffer.from(`#${number}`)]) };
}
