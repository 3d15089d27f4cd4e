import { readFileSync } from 'node:fs';
import { type CollectionTag, parseDocument, type ScalarTag, YAMLSeq } from 'yaml';

/** A CloudFormation template with its functions in their long form: `!Sub x` is `{"Fn::Sub": "x"}`. */
export interface Template {
  Parameters?: Record<string, TemplateParameter>;
  Rules?: Record<string, TemplateRule>;
  Conditions?: Record<string, unknown>;
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Condition?: string; Description?: string }>;
}

export interface TemplateParameter {
  Type: string;
  Default?: string | number;
  AllowedValues?: string[];
  AllowedPattern?: string;
  Description?: string;
}

/** What must be so of the parameters, or nothing is deployed. */
export interface TemplateRule {
  RuleCondition?: unknown;
  Assertions: { Assert: unknown; AssertDescription: string }[];
}

export interface TemplateResource {
  Type: string;
  Condition?: string;
  Properties?: Record<string, unknown>;
}

const FUNCTIONS = ['Equals', 'GetAtt', 'If', 'Join', 'Not', 'Select', 'Split', 'Sub'];

/** Throws for what is no YAML, and for functions that our templates don't use. */
export function readTemplate(file: string): Template {
  const customTags = [...tags('Ref', 'Ref'), ...FUNCTIONS.flatMap((name) => tags(name, `Fn::${name}`))];
  const document = parseDocument(readFileSync(file, 'utf8'), { customTags });
  // A tag that it doesn't know is a mere warning to it.
  const [trouble] = [...document.errors, ...document.warnings];
  if (trouble) throw new Error(`${file}: ${trouble.message}`);
  return document.toJS();
}

/** Of a function's short form, with one argument and with several. */
function tags(name: string, long: string): [ScalarTag, CollectionTag] {
  const tag = `!${name}`;
  return [
    { tag, resolve: (text) => ({ [long]: name === 'GetAtt' ? splitOnce(text) : text }) },
    {
      tag,
      collection: 'seq',
      resolve(sequence) {
        const call = new FunctionCall(long);
        call.items = (sequence as YAMLSeq).items;
        return call;
      },
    },
  ];
}

function splitOnce(text: string): string[] {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
}

class FunctionCall extends YAMLSeq {
  constructor(private readonly name: string) {
    super();
  }

  override toJSON(...given: Parameters<YAMLSeq['toJSON']>): unknown[] {
    return { [this.name]: super.toJSON(...given) } as unknown as unknown[];
  }
}
