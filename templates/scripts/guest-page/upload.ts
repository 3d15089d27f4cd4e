import { Delay, type Grant, Lapsed, Refusal, store, type UploadService } from './upload-service.ts';

export type UploadState =
  | { kind: 'waiting' }
  /** `share` from 0 to 1. */
  | { kind: 'sending'; share: number }
  /** It goes on by itself. */
  | { kind: 'paused' }
  | { kind: 'done' }
  /** Goes on when somebody, or the network's return, says so. */
  | { kind: 'stopped'; why: string }
  | { kind: 'refused'; why: string };

const ATTEMPTS = 5;
const FIRST_PAUSE_MILLISECONDS = 1000;
const STOPPED = 'The connection broke. Nothing is lost: it goes on when you are back online.';

/**
 * One file on its way. What broke is sent again to the very place it was meant for, so that a file which arrived
 * although its answer was lost isn't there twice.
 */
export class Upload {
  state: UploadState = { kind: 'waiting' };
  private grant: Grant | undefined;

  constructor(
    readonly file: File,
    private readonly contentType: string,
    private readonly service: UploadService,
    private readonly changed: (upload: Upload) => void,
  ) {}

  get isOpen(): boolean {
    return this.state.kind !== 'done' && this.state.kind !== 'refused';
  }

  /** Never rejects. */
  async run(): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        await this.attempt();
        this.become({ kind: 'done' });
        return;
      } catch (error) {
        if (error instanceof Refusal) {
          this.become({ kind: 'refused', why: error.message });
          return;
        }
        if (attempt === ATTEMPTS) break;
        this.become({ kind: 'paused' });
        await pause(
          error instanceof Delay ? error.milliseconds : FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1),
        );
      }
    }
    this.become({ kind: 'stopped', why: STOPPED });
  }

  private async attempt(): Promise<void> {
    this.become({ kind: 'sending', share: 0 });
    const grant = this.grant ?? (await this.service.grant(this.contentType, this.file.size));
    this.grant = grant;
    try {
      await store(grant, this.file, (share) => this.become({ kind: 'sending', share }));
    } catch (error) {
      if (!(error instanceof Lapsed)) throw error;
      this.grant = undefined;
      const stored = await this.service.photos();
      if (!stored.some(({ key }) => key === grant.key)) throw error;
    }
  }

  private become(state: UploadState): void {
    this.state = state;
    this.changed(this);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
