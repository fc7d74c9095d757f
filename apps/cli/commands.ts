/** Every command, listed by hand; each file is loaded only when its command runs. */
export type Command = Readonly<{ summary: string; run(args: readonly string[]): Promise<void> }>

export const commands: Readonly<Record<string, Command>> = {
  start: {
    summary: '启动：数据库、服务、网页 / start the database, the server and the web pages',
    run: async args => (await import('./start.ts')).start(args),
  },
  stop: {
    summary: '停止 / stop what start started',
    run: async args => (await import('./stop.ts')).stop(args),
  },
  status: {
    summary: '状态 / what runs and where',
    run: async args => (await import('./status.ts')).status(args),
  },
  reset: {
    summary: '删除数据库、文件与密钥（需 --yes）/ delete database, files and key (needs --yes)',
    run: async args => (await import('./reset.ts')).reset(args),
  },
  test: {
    summary: '全部检查与测试 / every check and test',
    run: async () => (await import('./test.ts')).test(),
  },
  check: {
    summary: '类型、规范、分层、未用代码、生成文件 / types, lint, layers, dead code, generated files',
    run: async () => (await import('./test.ts')).check(),
  },
  bench: {
    summary: '性能测量 / run the benchmarks',
    run: async args => (await import('./bench.ts')).bench(args),
  },
  conformance: {
    summary: 'VTL 手册示例的符合情况 / how many worked examples of the VTL manual pass',
    run: async () => (await import('./conformance.ts')).conformance(),
  },
  audit: {
    summary: '审计链校验：audit verify / verify the audit chain',
    run: async args => (await import('./audit.ts')).audit(args),
  },
  mirror: {
    summary: '重建分析库：mirror rebuild / rebuild the analytics mirror',
    run: async args => (await import('./mirror.ts')).mirror(args),
  },
}
