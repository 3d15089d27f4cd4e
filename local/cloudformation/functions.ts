import { isObject } from '../cloud/json.ts';

/** `AWS::NoValue`: what holds it is as if it weren't there. */
export const NO_VALUE = Symbol('AWS::NoValue');

export interface Scope {
  /** Of a parameter, a pseudo parameter or a resource. */
  reference(name: string): unknown;
  attribute(resource: string, attribute: string): string;
  condition(name: string): boolean;
}

/** CloudFormation's functions, those that our templates use. */
export class Functions {
  constructor(private readonly scope: Scope) {}

  /** Throws for a function that it doesn't know. */
  evaluate(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.evaluate(one)).filter((one) => one !== NO_VALUE);
    if (!isObject(value)) return value;
    const [[name, given] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, given);
    const entries = Object.entries(value).map(([key, inner]) => [key, this.evaluate(inner)] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== NO_VALUE));
  }

  private call(name: string, given: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.scope.reference(String(given));
      case 'Fn::GetAtt': {
        const [resource, attribute] = given as [string, string];
        return this.scope.attribute(resource, attribute);
      }
      case 'Fn::If': {
        const [condition, yes, no] = given as [string, unknown, unknown];
        return this.evaluate(this.scope.condition(condition) ? yes : no);
      }
      case 'Fn::Sub':
        return this.substituted(given);
      case 'Fn::Equals': {
        const [one, other] = this.list(given);
        return String(one) === String(other);
      }
      case 'Fn::Not':
        return !this.list(given)[0];
      case 'Fn::Join': {
        const [separator, parts] = this.list(given);
        return (parts as unknown[]).join(String(separator));
      }
      case 'Fn::Split': {
        const [separator, text] = this.list(given);
        return String(text).split(String(separator));
      }
      case 'Fn::Select': {
        const [index, list] = this.list(given);
        const chosen = (list as unknown[])[Number(index)];
        if (chosen === undefined) throw new Error(`Fn::Select finds no element ${index} to choose.`);
        return chosen;
      }
      default:
        throw new Error(`This does not know CloudFormation's ${name}.`);
    }
  }

  private list(given: unknown): unknown[] {
    return this.evaluate(given) as unknown[];
  }

  private substituted(given: unknown): string {
    const [text, variables = {}] = (Array.isArray(given) ? given : [given]) as [
      string,
      Record<string, unknown>?,
    ];
    return text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      if (name in variables) return String(this.evaluate(variables[name]));
      const [resource = '', attribute] = splitOnce(name);
      return String(attribute ? this.scope.attribute(resource, attribute) : this.scope.reference(name));
    });
  }
}

function splitOnce(text: string): [string, string?] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
