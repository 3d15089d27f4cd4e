import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Resource } from '../../local/cloudformation/stack.ts';

/** What `aws cloudformation package` puts in the place of a local path. */
const PACKAGED = new Set(['AWS::Lambda::Function.Code']);

/** AWS's own description of each type of resource, as the CDK has it. */
export class Specification {
  static async load(): Promise<Specification> {
    return new Specification(await loadAwsServiceSpec());
  }

  private constructor(private readonly database: SpecDatabase) {}

  /** What CloudFormation would refuse of a resource, a line each. */
  faults({ type, properties }: Resource): string[] {
    const [known] = this.database.lookup('resource', 'cloudFormationType', 'equals', type);
    if (!known) return [`${type}: no such type`];
    return this.propertyFaults(type, properties, known.properties);
  }

  private propertyFaults(
    place: string,
    given: Record<string, unknown>,
    known: Record<string, Property>,
  ): string[] {
    const missing = Object.entries(known).flatMap(([name, { required }]) =>
      required && !(name in given) ? [`${place}: wants ${name}`] : [],
    );
    const wrong = Object.entries(given).flatMap(([name, value]) => {
      const property = known[name];
      if (!property) return [`${place}: has no ${name}`];
      return PACKAGED.has(`${place}.${name}`)
        ? []
        : this.valueFaults(`${place}.${name}`, value, property.type);
    });
    return [...missing, ...wrong];
  }

  private valueFaults(place: string, value: unknown, type: PropertyType): string[] {
    const unless = (isRight: boolean) =>
      isRight ? [] : [`${place}: ${JSON.stringify(value)} is no ${type.type}`];
    switch (type.type) {
      case 'string': {
        const { allowedValues } = type as { allowedValues?: string[] };
        return unless(typeof value === 'string' && (!allowedValues || allowedValues.includes(value)));
      }
      case 'integer':
      case 'number':
        // Parameters are texts.
        return unless(typeof value !== 'boolean' && value !== '' && Number.isFinite(Number(value)));
      case 'boolean':
        return unless(typeof value === 'boolean');
      case 'array':
        if (!Array.isArray(value)) return unless(false);
        return value.flatMap((one, index) => this.valueFaults(`${place}[${index}]`, one, type.element));
      case 'map':
        return Object.entries(value as object).flatMap(([key, one]) =>
          this.valueFaults(`${place}.${key}`, one, type.element),
        );
      case 'ref': {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return unless(false);
        const { properties } = this.database.get('typeDefinition', type.reference.$ref);
        return this.propertyFaults(place, value as Record<string, unknown>, properties);
      }
      case 'union': {
        // What has a shape may often be given as any JSON too, which would let everything pass.
        const shaped = type.types.filter((one) => one.type === 'ref' || one.type === 'array');
        const precise = shaped.length > 0 ? shaped : type.types;
        const faults = precise.map((one) => this.valueFaults(place, value, one));
        return faults.find(({ length }) => length === 0) ?? faults[0] ?? [];
      }
      case 'json':
      case 'tag':
      case 'date-time':
      case 'null':
        return [];
    }
  }
}
