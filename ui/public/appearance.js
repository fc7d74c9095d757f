// Runs before anything is drawn, so that no page flashes in another theme: see ui/appearance/appearance.ts.
;(() => {
  let kept = {}
  try {
    kept = JSON.parse(localStorage.getItem('zhitong.appearance') ?? '{}') ?? {}
  } catch {
    // Forbidden storage, or a text that is not ours: as the system has it.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const theme = ['light', 'dark'].includes(kept.theme) ? kept.theme : dark ? 'dark' : 'light'
  const density = ['compact', 'roomy'].includes(kept.density) ? kept.density : 'standard'
  Object.assign(document.documentElement.dataset, { theme, density })
})()
