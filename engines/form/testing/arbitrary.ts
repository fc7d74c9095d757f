/** Generated forms for property tests: valid, of any depth, with every kind of cell and every optional part. */
import fc from 'fast-check'
import type {
  CellSpec,
  FieldSpec,
  FormSpec,
  HeadingNode,
  LocalText,
  MatrixSection,
  RecordSection,
  RowsSection,
  Section,
  StubNode,
  ValueType,
} from '../model.ts'

type Counter = { next: number }

/** Drops keys whose value is undefined: a spec has a key or has not. */
function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T
}

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined, freq: 2 })

const word = fc
  .array(
    fc.constantFrom(
      '工业',
      '总产值',
      '(当年价格)',
      '1—本月',
      ': ',
      '# ',
      '- ',
      '其中',
      "'",
      '"',
      '|',
      '{',
      '×',
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map(parts => parts.join('').trim() || '空')
  .chain(zh => fc.constantFrom(zh, `${zh}x`, 'true', '01', 'null', '~', '1.0', 'yes'))
export const localText: fc.Arbitrary<LocalText> = fc
  .tuple(word, maybe(fc.constantFrom('Output', 'a, b: c', '[x]', 'no')))
  .map(([zh, en]) => present({ 'zh-CN': zh, en }) as LocalText)

const unit = fc.constantFrom('千元', '吨', '%', '万千瓦时', 'M²')
const bound = fc.constantFrom('0', '-1', '100', '12.5')
export const valueType: fc.Arbitrary<ValueType> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 6 }), maybe(bound), maybe(bound))
    .map(([scale, min, max]) => present({ kind: 'decimal' as const, scale, min, max })),
  fc
    .tuple(fc.integer({ min: 1, max: 200 }), maybe(fc.constantFrom('[0-9]{6}', '[A-Z]+')))
    .map(([maxLength, pattern]) => present({ kind: 'text' as const, maxLength, pattern })),
  fc.constantFrom<ValueType>({ kind: 'date' }, { kind: 'boolean' }, { kind: 'code', codelist: 'products' }),
)

const code = (n: number) => `C${n}`

/** A cell with the next free code; prefilled cells name some other cell or register field. */
const cell = (counter: Counter): fc.Arbitrary<CellSpec> =>
  fc
    .record({
      kind: fc.constantFrom<CellSpec['kind']>('input', 'input', 'input', 'computed', 'prefilled', 'closed'),
      type: valueType,
      required: maybe(fc.constant(true)),
      locked: maybe(fc.constant(true)),
      from: fc.constantFrom('previous', 'yearAgo', 'register'),
      target: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ kind, type, required, locked, from, target }) => {
      counter.next += 1
      const prefill =
        from === 'register'
          ? { from: 'register' as const, field: `f${target}` }
          : { from: from as 'previous' | 'yearAgo', cell: code(target) }
      return present({
        code: code(counter.next),
        kind,
        type,
        required,
        formula: kind === 'computed' ? `${code(target)} + 1` : undefined,
        prefill: kind === 'prefilled' ? prefill : undefined,
        locked: kind === 'prefilled' ? locked : undefined,
      }) as CellSpec
    })

export const headingTree: fc.Arbitrary<readonly HeadingNode[]> = fc
  .letrec<{ tree: HeadingNode[] }>(tie => ({
    tree: fc.array(
      fc
        .record({
          name: localText,
          unitOfMeasure: maybe(unit),
          children: fc.option(tie('tree') as fc.Arbitrary<HeadingNode[]>, {
            nil: undefined,
            depthSize: 'small',
          }),
        })
        .map(node =>
          present({ key: '', ...node, children: node.children?.length ? node.children : undefined }),
        ),
      { minLength: 1, maxLength: 3, depthIdentifier: 'heading' },
    ),
  }))
  .tree.map(nodes => {
    let n = 0
    const keyed = (node: HeadingNode): HeadingNode => {
      n += 1
      const key = `k${n}`
      return present({ ...node, key, children: node.children?.map(keyed) })
    }
    return nodes.map(keyed)
  })

const leafKeys = (nodes: readonly HeadingNode[]): string[] =>
  nodes.flatMap(node => (node.children?.length ? leafKeys(node.children) : [node.key]))

function cellsFor(keys: readonly string[], counter: Counter): fc.Arbitrary<Record<string, CellSpec>> {
  return fc
    .tuple(...keys.map(() => fc.option(cell(counter), { nil: undefined, freq: 4 })))
    .map(cells => present(Object.fromEntries(keys.map((key, i) => [key, cells[i] as CellSpec]))))
}

/** Codes are dealt after generation, so that shrinking keeps them unique. */
function recoded(spec: FormSpec): FormSpec {
  let n = 0
  const deal = (value: CellSpec): CellSpec => {
    n += 1
    return { ...value, code: code(n) }
  }
  const dealAll = (cells: Readonly<Record<string, CellSpec>>) =>
    Object.fromEntries(Object.entries(cells).map(([key, value]) => [key, deal(value)]))
  const field = (value: FieldSpec): FieldSpec => ({ ...value, cell: deal(value.cell) })
  const node = (value: StubNode): StubNode =>
    present({
      ...value,
      cells: value.cells && dealAll(value.cells),
      children: value.children?.map(node),
    })
  const section = (value: Section): Section => {
    if (value.kind === 'matrix') return { ...value, stub: value.stub.map(node) }
    if (value.kind === 'rows') return { ...value, cells: dealAll(value.cells) }
    return { ...value, fields: value.fields.map(field) }
  }
  return {
    ...spec,
    header: spec.header.map(field),
    sections: spec.sections.map(section),
    signers: spec.signers.map(field),
  }
}

const counter: Counter = { next: 0 }

function stubTree(keys: readonly string[]): fc.Arbitrary<readonly StubNode[]> {
  return fc.letrec<{ tree: StubNode[] }>(tie => ({
    tree: fc.array(
      fc
        .record({
          code: maybe(fc.integer({ min: 1, max: 99 }).map(n => String(n).padStart(2, '0'))),
          name: localText,
          unitOfMeasure: maybe(unit),
          ofWhich: maybe(fc.constant(true)),
          explanation: maybe(localText),
          children: fc.option(tie('tree') as fc.Arbitrary<StubNode[]>, {
            nil: undefined,
            depthSize: 'small',
          }),
          cells: fc.option(cellsFor(keys, counter), { nil: undefined, freq: 5 }),
        })
        .map(node =>
          present({
            ...node,
            children: node.children?.length ? node.children : undefined,
            cells: node.cells && Object.keys(node.cells).length > 0 ? node.cells : undefined,
          }),
        ),
      { minLength: 1, maxLength: 4, depthIdentifier: 'stub' },
    ),
  })).tree as fc.Arbitrary<readonly StubNode[]>
}

const matrix = (id: string): fc.Arbitrary<MatrixSection> =>
  headingTree.chain(heading =>
    fc
      .record({ title: maybe(localText), stub: stubTree(leafKeys(heading)) })
      .map(({ title, stub }) => present({ kind: 'matrix' as const, id, title, stub, heading })),
  )

const field: fc.Arbitrary<FieldSpec> = fc
  .record({
    name: localText,
    unitOfMeasure: maybe(unit),
    explanation: maybe(localText),
    cell: cell(counter),
  })
  .map(present)

const record = (id: string): fc.Arbitrary<RecordSection> =>
  fc
    .record({ title: maybe(localText), fields: fc.array(field, { minLength: 1, maxLength: 4 }) })
    .map(({ title, fields }) => present({ kind: 'record' as const, id, title, fields }))

const rows = (id: string): fc.Arbitrary<RowsSection> =>
  headingTree.chain(heading =>
    fc
      .record({
        title: maybe(localText),
        codelist: fc.constantFrom('products', 'region:village'),
        keyName: localText,
        cells: cellsFor(leafKeys(heading), counter),
        maxRows: fc.integer({ min: 1, max: 300 }),
      })
      .map(rest => present({ kind: 'rows' as const, id, heading, ...rest })),
  )

const section = fc
  .array(fc.constantFrom(matrix, record, rows), { minLength: 1, maxLength: 3 })
  .chain(makers => fc.tuple(...makers.map((make, i) => make(`s${i + 1}`) as fc.Arbitrary<Section>)))

const codelists = fc.array(fc.tuple(localText, maybe(unit)), { minLength: 1, maxLength: 5 }).map(items => ({
  products: items.map(([name, unitOfMeasure], i) => present({ code: `0${i}`, name, unitOfMeasure })),
}))

/** A whole form. Its rules name no cells of their own making, so it is sound in structure, not in meaning. */
export const formSpec: fc.Arbitrary<FormSpec> = fc
  .record({
    code: fc.constantFrom('B204-1', 'F203', '202-1'),
    title: localText,
    marks: fc
      .tuple(word, word, word, fc.constantFrom('2027-01', '2026-12'), maybe(word))
      .map(([tableNumber, issuer, approvalNumber, validUntil, approver]) =>
        present({ tableNumber, issuer, approvalNumber, validUntil, approver }),
      ),
    frequency: fc.constantFrom('A', 'S', 'Q', 'M', 'T', 'W', 'D'),
    subject: fc.constantFrom('industry', 'agriculture'),
    unitOfMeasure: maybe(unit),
    header: fc.array(field, { maxLength: 2 }),
    sections: section,
    signers: fc.array(field, { maxLength: 2 }),
    blankIsZero: maybe(fc.constant(true)),
    codelists: maybe(codelists),
    rules: fc.constantFrom(
      '',
      'define datapoint ruleset e ( variable C1 ) is\n  E1 : C1 >= 0\nend datapoint ruleset ;\n',
    ),
    templates: maybe(
      fc.array(
        fc.record(
          {
            code: fc.constantFrom('T{r}', 'U{r}'),
            over: fc.constant({ r: ['01', '02', '03'] }),
            rule: fc.constant('R{r} >= 0'),
            message: localText,
            level: fc.constantFrom<'fatal' | 'query' | 'notice'>('fatal', 'query', 'notice'),
          },
          { noNullPrototype: true },
        ),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    messages: maybe(
      fc.dictionary(fc.constantFrom('E1', 'E2'), localText, { minKeys: 1, noNullPrototype: true }),
    ),
    reasons: fc.tuple(localText, localText).map(names => names.map((name, i) => ({ code: `R${i}`, name }))),
    ruleReasons: maybe(
      fc.dictionary(fc.constantFrom('E1', 'E2'), fc.subarray(['R0', 'R1'], { minLength: 1 }), {
        minKeys: 1,
        noNullPrototype: true,
      }),
    ),
  })
  .map(spec => recoded(present(spec) as FormSpec))
