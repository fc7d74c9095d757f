/** What `work` gives, or null when it fails or is not there in time. */
export async function answerWithin<T>(milliseconds: number, work: Promise<T>): Promise<T | null> {
  const late = Promise.withResolvers<null>()
  const clock = setTimeout(() => late.resolve(null), milliseconds)
  const answered = work.catch(() => null)
  const answer = await Promise.race([answered, late.promise])
  clearTimeout(clock)
  return answer
}
