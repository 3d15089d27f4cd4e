import { type CellValue, type DataValidation, dropDown } from '../../apps-script/index.ts';
import type { Choice } from './grid-message.ts';

/** The choices that the cells of a tab give, each once, in the order in which they were met. */
export class ChoiceTable {
  private readonly valuesOf: (a1: string) => CellValue[];
  private readonly validations: DataValidation[] = [];
  private readonly indexes = new Map<string, number | null>();
  private readonly known = new WeakMap<DataValidation, number | null>();

  constructor(valuesOf: (a1: string) => CellValue[]) {
    this.valuesOf = valuesOf;
  }

  /** Null: the validation gives nothing to choose from. */
  indexOf(validation: DataValidation | undefined): number | null {
    if (!validation) return null;
    const known = this.known.get(validation);
    if (known !== undefined) return known;
    const text = JSON.stringify(validation);
    let index = this.indexes.get(text);
    if (index === undefined) {
      index = this.choice(validation) ? this.validations.push(validation) - 1 : null;
      this.indexes.set(text, index);
    }
    this.known.set(validation, index);
    return index;
  }

  /** As they are now: some are what stands in another tab. */
  current(): Choice[] {
    return this.validations.flatMap((validation) => this.choice(validation) ?? []);
  }

  private choice(validation: DataValidation): Choice | null {
    if (validation.criteria === 'CHECKBOX') {
      const [ticked = true, unticked = false] = validation.arguments;
      return { kind: 'checkbox', ticked: ticked ?? true, unticked: unticked ?? false };
    }
    const values = dropDown(validation, this.valuesOf);
    return values && { kind: 'list', values: values.map(String), strict: !validation.allowInvalid };
  }
}
