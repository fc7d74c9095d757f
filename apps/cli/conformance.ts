/** `./zhitong conformance`: how many worked examples of the VTL manual pass, and what the others miss. */
import { casesPresent, report, runAll } from '#tests/conformance/vtl.ts'

export async function conformance(): Promise<void> {
  console.log(
    casesPresent
      ? report(runAll())
      : '没有找到示例 / the examples are not there: ../shared/data/vtl-reference-examples',
  )
}
