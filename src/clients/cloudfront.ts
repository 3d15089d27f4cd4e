import type { Aws } from './aws.ts';
import { percentEncode } from './percent-encoding.ts';
import { RemoteError } from './remote-error.ts';
import type { Call } from './request.ts';
import { sha256Hex } from './sha256.ts';
import { elementText, escapeXml } from './xml.ts';

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/**
 * Bookings whose pages were stored in the same round ask within a few microtask turns of each other. This is
 * well below what a round waits for, so that the one request still leaves with the others of its round.
 */
const QUIET_TURNS = 20;

export interface Invalidation {
  distributionId: string;
  /** As in URLs: percent-encoded, each with a leading slash. */
  paths: readonly string[];
  /** Under the same reference CloudFront does it only once, so it may be sent again. */
  callerReference: string;
}

export class CloudFront {
  constructor(private readonly aws: Aws) {}

  /** Gives the invalidation's id; the edges have forgotten the paths some seconds later. */
  async createInvalidation({ distributionId, paths, callerReference }: Invalidation): Promise<string> {
    const call: Call = { service: 'CloudFront', operation: 'CreateInvalidation', repeatable: true };
    const items = paths.map((path) => `<Path>${escapeXml(path)}</Path>`).join('');
    const { status, body } = await this.aws.send(
      'cloudfront',
      {
        method: 'POST',
        url: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${percentEncode(distributionId)}/invalidation`,
        headers: {},
        contentType: 'application/xml',
        body:
          `<?xml version="1.0" encoding="UTF-8"?><InvalidationBatch xmlns="${NAMESPACE}">` +
          `<Paths><Quantity>${paths.length}</Quantity><Items>${items}</Items></Paths>` +
          `<CallerReference>${escapeXml(callerReference)}</CallerReference></InvalidationBatch>`,
      },
      call,
    );
    const id = elementText(body, 'Id');
    if (!id) throw RemoteError.unintelligible(call, status, 'it names no invalidation');
    return id;
  }
}

interface Gathering {
  paths: Set<string>;
  references: Set<string>;
  quietTurns: number;
  done: Promise<void>;
}

/** Makes one CloudFront invalidation of all that are asked for in one go. */
export class InvalidationBatch {
  private gathering: Gathering | null = null;

  constructor(
    private readonly cloudFront: Pick<CloudFront, 'createInvalidation'>,
    private readonly distributionId: () => Promise<string>,
  ) {}

  /**
   * Fulfilled once CloudFront has accepted the batch; rejects for all who are in it.
   * @param paths percent-encoded, with a leading slash
   * @param reference derived from booking, projection and revision: asked again under the same, it is done once
   */
  invalidate(paths: readonly string[], reference: string): Promise<void> {
    this.gathering ??= this.start();
    for (const path of paths) this.gathering.paths.add(path);
    this.gathering.references.add(reference);
    this.gathering.quietTurns = 0;
    return this.gathering.done;
  }

  private start(): Gathering {
    const gathering: Gathering = {
      paths: new Set(),
      references: new Set(),
      quietTurns: 0,
      done: Promise.resolve().then(() => this.finish(gathering)),
    };
    return gathering;
  }

  private async finish(gathering: Gathering): Promise<void> {
    while (gathering.quietTurns < QUIET_TURNS) {
      gathering.quietTurns += 1;
      await undefined;
    }
    this.gathering = null;
    const paths = [...gathering.paths].sort();
    await this.cloudFront.createInvalidation({
      distributionId: await this.distributionId(),
      paths,
      callerReference: callerReference(gathering.references, paths),
    });
  }
}

/** The paths are in it because CloudFront refuses a reference that it knows with other paths. */
function callerReference(references: ReadonlySet<string>, paths: readonly string[]): string {
  return `charter-desk-${sha256Hex(JSON.stringify([[...references].sort(), paths])).slice(0, 40)}`;
}
