import path from 'node:path';
import { isObject } from '../cloud/json.ts';
import { Functions, NO_VALUE } from './functions.ts';
import { readTemplate, type Template, type TemplateParameter, type TemplateResource } from './template.ts';

/** A resource as CloudFormation would make it, its functions worked out. */
export interface Resource {
  type: string;
  properties: Record<string, unknown>;
}

/** What `Ref` and `Fn::GetAtt` give of a resource. */
export interface Identity {
  ref: string;
  attributes: Readonly<Record<string, string>>;
}

/** Of a resource by its path, such as `Crew/Events`: what AWS would call it. */
export type Identify = (path: string, resource: Resource) => Identity;

export interface Account {
  accountId: string;
  region: string;
}

type Parameters = Readonly<Record<string, string>>;

/** A stack and those nested in it. It takes what CloudFormation takes, and throws for all else, by name. */
export class Stack {
  /** By path, those of nested stacks too, which themselves are not among them. */
  readonly resources = new Map<string, Resource>();
  readonly outputs: Record<string, string> = {};
  private readonly template: Template;
  private readonly functions: Functions;
  private readonly conditions = new Map<string, boolean>();
  private readonly identities = new Map<string, Identity>();
  private readonly parameters: Record<string, string | string[]>;

  /** @param place `Crew/` and the like; empty for the outermost stack */
  constructor(
    private readonly file: string,
    given: Parameters,
    private readonly account: Account,
    private readonly identify: Identify,
    private readonly place = '',
  ) {
    this.template = readTemplate(file);
    this.parameters = this.readParameters(given);
    this.functions = new Functions({
      reference: (name) => this.reference(name),
      attribute: (name, attribute) => this.attribute(name, attribute),
      condition: (name) => this.condition(name),
    });
    this.assertRules();
    for (const name of Object.keys(this.template.Resources)) if (this.exists(name)) this.make(name);
    for (const [name, { Value, Condition }] of Object.entries(this.template.Outputs ?? {})) {
      if (Condition === undefined || this.condition(Condition)) {
        this.outputs[name] = String(this.functions.evaluate(Value));
      }
    }
  }

  private readParameters(given: Parameters): Record<string, string | string[]> {
    const declared = this.template.Parameters ?? {};
    const unknown = Object.keys(given).find((name) => !(name in declared));
    if (unknown !== undefined) throw this.fault(`has no parameter ${unknown}`);
    return Object.fromEntries(
      Object.entries(declared).map(([name, parameter]) => {
        const value = given[name] ?? parameter.Default;
        if (value === undefined) throw this.fault(`wants a value for the parameter ${name}`);
        if (!permits(parameter, String(value)))
          throw this.fault(`does not take “${value}” for the parameter ${name}`);
        return [name, parameter.Type === 'CommaDelimitedList' ? String(value).split(',') : String(value)];
      }),
    );
  }

  private assertRules(): void {
    for (const { RuleCondition = true, Assertions } of Object.values(this.template.Rules ?? {})) {
      if (!this.functions.evaluate(RuleCondition)) continue;
      const broken = Assertions.find(({ Assert }) => !this.functions.evaluate(Assert));
      if (broken) throw new Error(broken.AssertDescription);
    }
  }

  private exists(name: string): boolean {
    const { Condition } = this.declared(name);
    return Condition === undefined || this.condition(Condition);
  }

  private declared(name: string): TemplateResource {
    const resource = this.template.Resources[name];
    if (!resource) throw this.fault(`has no resource ${name}`);
    return resource;
  }

  private make(name: string): Identity {
    const made = this.identities.get(name);
    if (made) return made;
    if (!this.exists(name)) throw this.fault(`refers to ${name}, which its condition leaves out`);
    const { Type: type, Properties = {} } = this.declared(name);
    const properties = this.functions.evaluate(Properties) as Record<string, unknown>;
    const identity =
      type === 'AWS::CloudFormation::Stack'
        ? this.nested(name, properties)
        : this.single(name, { type, properties });
    this.identities.set(name, identity);
    return identity;
  }

  private single(name: string, resource: Resource): Identity {
    this.resources.set(this.place + name, resource);
    return this.identify(this.place + name, resource);
  }

  private nested(name: string, { TemplateURL, Parameters = {} }: Record<string, unknown>): Identity {
    const file = path.join(path.dirname(this.file), String(TemplateURL));
    const given = isObject(Parameters) ? Parameters : {};
    const texts = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)]));
    const stack = new Stack(file, texts, this.account, this.identify, `${this.place}${name}/`);
    for (const [inner, resource] of stack.resources) this.resources.set(inner, resource);
    const outputs = Object.entries(stack.outputs).map(([key, value]) => [`Outputs.${key}`, value]);
    return { ref: this.place + name, attributes: Object.fromEntries(outputs) };
  }

  private reference(name: string): unknown {
    const { accountId, region } = this.account;
    const pseudo: Record<string, unknown> = {
      'AWS::AccountId': accountId,
      'AWS::NoValue': NO_VALUE,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackName': 'charter-desk',
    };
    return pseudo[name] ?? this.parameters[name] ?? this.make(name).ref;
  }

  private attribute(name: string, attribute: string): string {
    const value = this.make(name).attributes[attribute];
    if (value === undefined) throw this.fault(`asks for ${name}.${attribute}, which isn't known`);
    return value;
  }

  private condition(name: string): boolean {
    const expression = this.template.Conditions?.[name];
    if (expression === undefined) throw this.fault(`has no condition ${name}`);
    const known = this.conditions.get(name) ?? Boolean(this.functions.evaluate(expression));
    this.conditions.set(name, known);
    return known;
  }

  private fault(words: string): Error {
    return new Error(`${path.basename(this.file)} ${words}.`);
  }
}

function permits({ AllowedPattern, AllowedValues }: TemplateParameter, value: string): boolean {
  if (AllowedValues && !AllowedValues.includes(value)) return false;
  return AllowedPattern === undefined || new RegExp(`^(?:${AllowedPattern})$`).test(value);
}
