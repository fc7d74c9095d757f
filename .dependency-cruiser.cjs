/**
 * The layers: engines → kernel → modules → apps, never back. A module may import another module's contract.ts and
 * server/index.ts and nothing else of it, and only along the arrows of the table below.
 */
const MODULE = '^modules/[^/]+/[^/]+/'

/** Which module may call which; the reverse of an arrow, or an arrow not listed, fails. */
const ARROWS = {
  'ops/access': [],
  'ops/monitor': ['ops/access'],
  'stats/catalog': ['ops/access', 'stats/register'],
  'stats/register': ['ops/access'],
  'stats/collect': ['ops/access', 'stats/catalog', 'stats/register'],
  'stats/tabulate': ['ops/access', 'stats/catalog', 'stats/collect', 'stats/register'],
}

const arrowRules = Object.entries(ARROWS).map(([from, to]) => ({
  name: `arrows-of-${from.replace('/', '-')}`,
  comment: `modules/${from} may use only: ${to.join(', ') || 'no other module'}`,
  severity: 'error',
  from: { path: `^modules/${from}/` },
  to: { path: '^modules/', pathNot: [`^modules/${from}/`, ...to.map(one => `^modules/${one}/`)] },
}))

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'engines-are-pure',
      comment: 'engines see other engines (through index.ts) and pure packages only',
      severity: 'error',
      from: { path: '^engines/', pathNot: '[.](test|bench|property)[.]tsx?$|/(testing|agreement)/' },
      to: {
        path: '^(kernel|modules|apps|ui|db|tests|bench|tools)/',
      },
    },
    {
      name: 'engines-run-anywhere',
      comment: 'in a browser, a worker and a server alike: nothing of Node, no driver, no user interface',
      severity: 'error',
      from: { path: '^engines/', pathNot: '[.](test|bench|property)[.]tsx?$|/(testing|agreement)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engines-have-no-driver',
      comment: 'packages an engine may use are named here, each of them pure',
      severity: 'error',
      from: {
        path: '^engines/',
        pathNot:
          '[.](test|bench|property)[.]tsx?$|/(testing|agreement)/|^engines/exchange/(form-workbook/|own-workbook/read-book[.])',
      },
      to: { pathNot: '^engines/|(^|/)node_modules/yaml/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'workbooks-have-one-library',
      comment: 'forms as workbooks bring the Excel library of docs/adr/0004 and nothing else',
      severity: 'error',
      from: {
        path: '^engines/exchange/(form-workbook/|own-workbook/read-book[.])',
        pathNot: '[.]test[.]ts$',
      },
      to: { pathNot: '^engines/|(^|/)node_modules/@cj-tech-master/excelts/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'engine-entries',
      severity: 'error',
      from: { path: '^engines/([^/]+)/' },
      to: { path: '^engines/', pathNot: ['^engines/$1/', '^engines/[^/]+/index[.]ts$'] },
    },
    {
      name: 'kernel-below-modules',
      severity: 'error',
      from: { path: '^kernel/', pathNot: '[.]test[.]ts$' },
      to: { path: '^(modules|apps|ui|tests)/' },
    },
    {
      name: 'modules-below-apps',
      severity: 'error',
      from: { path: '^modules/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '^apps/' },
    },
    {
      name: 'ui-below-modules',
      severity: 'error',
      from: { path: '^ui/' },
      to: { path: '^(modules|apps)/|^kernel/(?!contract/)' },
    },
    {
      name: 'web-sees-contracts-only',
      comment: 'screens see ui/, engines, contracts and their own module',
      severity: 'error',
      from: { path: '^modules/[^/]+/[^/]+/web/' },
      to: { path: '^(kernel/(?!contract/)|db/|apps/|modules/[^/]+/[^/]+/server/)' },
    },
    {
      name: 'modules-through-their-door',
      severity: 'error',
      from: { path: '^modules/([^/]+/[^/]+)/' },
      to: {
        path: '^modules/',
        pathNot: ['^modules/$1/', `${MODULE}contract[.]ts$`, `${MODULE}server/index[.]ts$`],
      },
    },
    ...arrowRules,
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '[.](d|test|spec|config)[.]tsx?$|^bench/|^tools/|^db/|^ui/public/' },
      to: {},
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(data|dist)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json', '.css'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
