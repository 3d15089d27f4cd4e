import { bundleSizeFigures } from './bundle-size.ts';
import { evaluationFigures } from './evaluation.ts';
import type { Figure } from './figure.ts';
import { guestPageFigures } from './guest-page.ts';
import { publishingFigures } from './publishing.ts';
import { signatureFigures } from './signature-rate.ts';
import { workbenchFigures } from './workbench.ts';

/** Measured one after another, so that none slows another down. */
export async function allFigures(
  root: string,
  { repeat, published }: { repeat: number; published: number },
): Promise<Figure[]> {
  return [
    ...(await bundleSizeFigures(root)),
    ...(await evaluationFigures(root, repeat)),
    ...(await signatureFigures(root, repeat)),
    ...(await publishingFigures(root, { repeat, published })),
    ...(await guestPageFigures(root, repeat)),
    ...(await workbenchFigures(root, repeat)),
  ];
}
