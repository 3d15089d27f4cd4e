import { randomBytes } from 'node:crypto';
import { forbidden, notFound } from './google-error.ts';
import type { Person } from './people.ts';
import { assertContent, type ProjectFile } from './project-files.ts';

/** What the API's `Project` shows, and what it doesn't: whose it is, and its files. */
export interface ScriptProject {
  readonly scriptId: string;
  readonly title: string;
  readonly parentId?: string | undefined;
  readonly owner: Person;
  files: readonly ProjectFile[];
}

/** What a new project holds: nothing but this. */
const FIRST_MANIFEST = `{
  "timeZone": "America/New_York",
  "dependencies": {
  },
  "exceptionLogging": "STACKDRIVER",
  "runtimeVersion": "V8"
}`;

const API_IS_OFF =
  'User has not enabled the Apps Script API. Enable it by visiting https://script.google.com/home/usersettings then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.';

/** The Apps Script projects of all people, and the spreadsheets that they may be bound to. */
export class ScriptProjects {
  private readonly projects = new Map<string, ScriptProject>();
  private readonly spreadsheets = new Map<string, Person>();

  /** A spreadsheet's id. */
  addSpreadsheet(owner: Person): string {
    const id = `1${randomBytes(32).toString('base64url')}`;
    this.spreadsheets.set(id, owner);
    return id;
  }

  create(caller: Person, title: string, parentId?: string): ScriptProject {
    assertApiIsOn(caller);
    if (parentId !== undefined && this.spreadsheets.get(parentId) !== caller) throw notFound();
    const scriptId = `1${randomBytes(42).toString('base64url')}`;
    const manifest: ProjectFile = { name: 'appsscript', type: 'JSON', source: FIRST_MANIFEST };
    const project = { scriptId, title, parentId, owner: caller, files: [manifest] };
    this.projects.set(scriptId, project);
    return project;
  }

  /** Reading asks for no switch: people report that they could clone and pull, and only a push told them of it. */
  get(caller: Person, scriptId: string): ScriptProject {
    const project = this.projects.get(scriptId);
    if (!project) throw notFound();
    if (project.owner !== caller) throw forbidden();
    return project;
  }

  /** All files at once: what isn't among them is gone. */
  update(caller: Person, scriptId: string, files: readonly ProjectFile[]): ScriptProject {
    assertApiIsOn(caller);
    const project = this.get(caller, scriptId);
    assertContent(files);
    project.files = files;
    return project;
  }

  all(): ScriptProject[] {
    return [...this.projects.values()];
  }
}

function assertApiIsOn(caller: Person): void {
  if (!caller.isApiOn) throw forbidden(API_IS_OFF);
}
