import { type ReactElement, useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { download } from '#ui/api/call.ts'
import { useWrite } from '#ui/api/queries.ts'
import { Button } from '#ui/components/button.tsx'
import { Badge } from '#ui/components/tag.tsx'
import { showToast } from '#ui/components/toast.tsx'
import { useFailureToast } from '#ui/components/use-failure-toast.ts'
import { useLocale } from '#ui/i18n/locale.ts'
import { useLocalText, useText } from '#ui/i18n/text.ts'
import {
  changeTabulation,
  createTabulation,
  exportTabulation,
  listTabulations,
  readTabulation,
} from '../contract.ts'
import { tabulateText } from '../locale/text.ts'
import { encodeDraft } from './address.ts'
import type { Draft } from './draft.ts'
import { type Named, SaveDialog } from './save-dialog.tsx'
import type { Saved } from './workbench.tsx'

type Props = Readonly<{
  draft: Draft
  run: Omit<Draft, 'name'>
  saved: Saved | null
  isChanged: boolean
  mayDesign: boolean
  isPossible: boolean
  isDesigning: boolean
  onDesigning: (designing: boolean) => void
}>

/** Name of the table and what can be done with it as a whole. */
export function Toolbar(props: Props): ReactElement {
  const { draft, saved, isChanged, mayDesign, isPossible, isDesigning } = props
  const t = useText(tabulateText)
  const local = useLocalText()
  const { search } = useLocation()
  const keeping = useKeeping(props)
  const exporting = useExport(props)
  const isOwn = saved?.mine === true
  return (
    <header className="tb-toolbar">
      <div className="tb-title">
        <Link to={{ pathname: '/tabulate', search }} className="tb-back">
          {t('page.back.label')}
        </Link>
        <h1>{local(draft.name) || t('page.name.untitled')}</h1>
        {saved && isChanged && <Badge look="query">{t('page.state.unsaved')}</Badge>}
      </div>
      <div className="tb-actions zt-no-print">
        <Button icon="filter" aria-pressed={isDesigning} onClick={() => props.onDesigning(!isDesigning)}>
          {t(isDesigning ? 'page.action.hideDesign' : 'page.action.design')}
        </Button>
        <Button onClick={() => share(draft, t('page.share.done'), t('page.share.manual'))}>
          {t('page.action.share')}
        </Button>
        <Button icon="download" busy={exporting.busy} disabled={!isPossible} onClick={exporting.start}>
          {t('page.action.export')}
        </Button>
        {mayDesign && isOwn && (
          <Button disabled={!isChanged || !isPossible} busy={keeping.changing} onClick={keeping.change}>
            {t('page.action.save')}
          </Button>
        )}
        {mayDesign && (
          <Button look="primary" disabled={!isPossible} onClick={() => keeping.open(true)}>
            {t(saved ? 'page.action.saveAs' : 'page.action.save')}
          </Button>
        )}
      </div>
      {keeping.isOpen && (
        <SaveDialog
          first={{ name: draft.name, shared: saved?.shared ?? false }}
          busy={keeping.creating}
          error={keeping.error}
          onSave={keeping.create}
          onClose={() => keeping.open(false)}
        />
      )}
    </header>
  )
}

async function share(draft: Draft, done: string, manual: string): Promise<void> {
  const { name, formVersionId, section, definition } = draft
  const hash = encodeDraft({ name, formVersionId, ...(section && { section }), definition })
  const address = `${location.origin}/console/tabulate/table${location.search}${hash}`
  try {
    await navigator.clipboard.writeText(address)
    showToast(done)
  } catch {
    showToast(manual)
  }
}

function useKeeping({ draft, saved }: Props) {
  const t = useText(tabulateText)
  const tellFailure = useFailureToast()
  const navigate = useNavigate()
  const { search } = useLocation()
  const [isOpen, setOpen] = useState(false)
  const changes = [listTabulations, readTabulation]
  const say = (name: string) => showToast(t('page.save.done', { name }))
  const creating = useWrite(createTabulation, {
    changes,
    onDone: ({ id }, { body }) => {
      setOpen(false)
      say(body?.name['zh-CN'] ?? '')
      navigate({ pathname: `/tabulate/table/${id}`, search })
    },
  })
  const changing = useWrite(changeTabulation, {
    changes,
    onDone: (_, { body }) => say(body?.name['zh-CN'] ?? ''),
    onFailed: tellFailure,
  })
  const bodyOf = ({ name, shared }: Named) => ({
    name,
    shared,
    formVersionId: draft.formVersionId,
    ...(draft.section && { section: draft.section }),
    definition: draft.definition,
  })
  return {
    isOpen,
    open: (open: boolean) => {
      creating.reset()
      setOpen(open)
    },
    error: creating.error,
    creating: creating.isPending,
    create: (named: Named) => creating.mutate({ body: bodyOf(named) }),
    changing: changing.isPending,
    change: () => {
      if (!saved) return
      changing.mutate({
        params: { id: saved.id },
        body: bodyOf({ name: draft.name, shared: saved.shared }),
      })
    },
  }
}

function useExport({ draft, run }: Props) {
  const t = useText(tabulateText)
  const locale = useLocale()
  const tellFailure = useFailureToast()
  const [busy, setBusy] = useState(false)
  const start = async () => {
    setBusy(true)
    try {
      const { name } = await download(exportTabulation, { body: { ...run, name: draft.name, locale } })
      showToast(t('page.export.done', { name }))
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return { busy, start }
}
