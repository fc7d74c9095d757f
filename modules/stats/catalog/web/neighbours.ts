type Numbered = Readonly<{ versionNo: number }>

/** From the version before the one shown to it; where there is none before, from it to the next. Newest first. */
export function neighbours<Version extends Numbered>(
  versions: readonly Version[],
  shown: Version,
): Readonly<{ from: Version; to: Version }> {
  const before = versions.find(one => one.versionNo < shown.versionNo)
  if (before) return { from: before, to: shown }
  return { from: shown, to: versions.findLast(one => one.versionNo > shown.versionNo) ?? shown }
}
