import { describe, expect, it } from 'vitest';
import type { Cell } from '../src/booking/cells.ts';
import { type CrewColumn, readCrew } from '../src/booking/crew.ts';
import { type LocationColumn, readLocations } from '../src/booking/location.ts';
import { crewRow, locationRow } from './support/booking-row.ts';

function problemsOf(
  entry: { result: { ok: boolean; error?: { column: string; message: string }[] } } | undefined,
) {
  return entry?.result.error?.map(({ column }) => column) ?? [];
}

describe('the Crew tab', () => {
  it('gives its members', () => {
    const changes = {
      'Crew ID': ' Kit ',
      Name: 'Kit  Alvarado',
      Role: 'Captain',
      Phone: 6195550110,
      'Hourly rate': '$52.50',
    };
    expect(readCrew([crewRow('kit', changes)])).toStrictEqual([
      {
        rowNumber: 2,
        id: 'Kit',
        result: {
          ok: true,
          value: {
            crewId: 'Kit',
            name: 'Kit Alvarado',
            role: 'captain',
            email: 'kit@crew.example',
            phone: '6195550110',
            hourlyRateCents: 5250,
            active: true,
          },
        },
      },
    ]);
  });

  it('leaves blank rows out, unticked boxes and all, and counts them', () => {
    const blank = {
      'Crew ID': '',
      Name: ' ',
      Role: '',
      Email: '',
      Phone: '',
      'Hourly rate': '',
      Active: false,
    };
    expect(
      readCrew([blank, crewRow('sam'), blank, crewRow('mia')]).map(({ id, rowNumber }) => [id, rowNumber]),
    ).toEqual([
      ['sam', 3],
      ['mia', 5],
    ]);
  });

  it.each<[CrewColumn, Cell]>([
    ['Crew ID', ''],
    ['Crew ID', 'sam,mia'],
    ['Crew ID', 'a b'],
    ['Name', ''],
    ['Name', 'x'.repeat(101)],
    ['Role', ''],
    ['Email', ''],
    ['Email', 'sam'],
    ['Email', 'sam@crew'],
    ['Email', 'sam@@crew.example'],
    ['Email', 'Sam <sam@crew.example>'],
    ['Email', 'a@b.example,c@d.example'],
    ['Email', 'josé@crew.example'],
    ['Email', 'sam\u200d@crew.example'],
    ['Email', 'sam..b@crew.example'],
    ['Email', 'sam@crew-.example'],
    ['Hourly rate', ''],
    ['Hourly rate', -1],
    ['Hourly rate', 25.001],
    ['Hourly rate', 10_001],
    ['Hourly rate', '#DIV/0!'],
    ['Active', 'sometimes'],
    ['Phone', new Date()],
  ])('has a problem with %s %o', (column, cell) => {
    expect(problemsOf(readCrew([crewRow('sam', { [column]: cell })])[0])).toStrictEqual([column]);
  });

  it.each([
    ['sam@crew.example', 'sam@crew.example'],
    ["o'hara.b+charters@crew-mail.example", "o'hara.b+charters@crew-mail.example"],
    ['r&b_1@crew.example', 'r&b_1@crew.example'],
    // As phones and web pages copy it.
    [' \u202asam@crew.example\u202c', 'sam@crew.example'],
  ])('takes the address %o', (cell, email) => {
    expect(readCrew([crewRow('sam', { Email: cell })])[0]?.result).toMatchObject({
      ok: true,
      value: { email },
    });
  });

  it('has a problem with each of the rows that share an id', () => {
    const entries = readCrew([
      crewRow('sam'),
      crewRow('mia'),
      crewRow('sam', { 'Crew ID': ' SAM ' }),
      crewRow('Sam'),
    ]);
    expect(entries.map(problemsOf)).toStrictEqual([['Crew ID'], [], ['Crew ID'], ['Crew ID']]);
    const first = entries[0]?.result;
    expect(first?.ok === false && first.error[0]?.message).toContain('Rows 4, 5');
  });
});

describe('the Locations tab', () => {
  it.each<[Cell, number]>([
    [0.18, 180_000],
    [0.07, 70_000],
    [0.125, 125_000],
    [0, 0],
    [1, 1_000_000],
    ['18%', 180_000],
    ['18 %', 180_000],
    ['12.5%', 125_000],
    ['8.8751%', 88_751],
    ['0.18', 180_000],
  ])('reads a fee of %o as %d millionths', (fee, partsPerMillion) => {
    const [entry] = readLocations([locationRow('Dock', { 'Fee %': fee })]);
    expect(entry?.result).toHaveProperty('value.feePartsPerMillion', partsPerMillion);
  });

  it.each<[LocationColumn, Cell]>([
    ['Location', ''],
    ['Fee %', ''],
    ['Fee %', 18],
    ['Fee %', '18'],
    ['Fee %', '100.1%'],
    ['Fee %', -0.01],
    ['Fee %', '-1%'],
    ['Fee %', 1 / 3],
    ['Fee %', '%'],
    ['Fee %', 'free'],
    ['Map link', 'javascript:alert(1)'],
    ['Map link', 'https://maps.example/a"b'],
    ['Map link', new Date()],
    ['Address', 'x'.repeat(501)],
  ])('has a problem with %s %o', (column, cell) => {
    const [entry] = readLocations([locationRow('Dock', { Address: 'Pier 1', [column]: cell })]);
    expect(problemsOf(entry)).toStrictEqual([column]);
  });

  it('has a problem with a name that stands there twice', () => {
    expect(readLocations([locationRow('Dock'), locationRow('dock')]).map(problemsOf)).toStrictEqual([
      ['Location'],
      ['Location'],
    ]);
  });
});
