import { type ReactElement, useEffect, useRef, useState } from 'react'
import {
  changeView,
  listSavedViews,
  removeView,
  type SavedView,
  saveView,
  VIEW_NAME_LENGTH,
} from '#kernel/contract/saved-views.ts'
import { useRead, useWrite } from '../api/queries.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Menu } from '../components/menu.tsx'
import { ReadFailure } from '../components/read-states.tsx'
import { EmptyState, ErrorState } from '../components/states.tsx'
import { showToast } from '../components/toast.tsx'
import { useText } from '../i18n/text.ts'
import { uiText } from '../locale/text.ts'
import { useAddress } from '../scope/use-address.ts'
import { addressOfView, openingOf } from './view-address.ts'

type ViewsProps = Readonly<{
  list: string
  /** The address keys that make up a view of this list. */
  keys: readonly string[]
}>

function useViews({ list, keys }: ViewsProps) {
  const { search, change } = useAddress()
  const read = useRead(listSavedViews, { query: { list } }, { staleTime: 600_000 })
  const views = read.data?.items ?? []
  const here = addressOfView(search, keys)
  const open = (address: string) => change(openingOf(address, keys))
  // Once, on arrival: an address that says something else, as a link does, and whoever clears it are left alone.
  const arrived = useRef(false)
  const preferred = read.data?.items.find(view => view.isDefault)
  useEffect(() => {
    if (arrived.current || read.data === undefined) return
    arrived.current = true
    if (preferred && here === '') change(openingOf(preferred.address, keys), { replace: true })
  }, [read.data, preferred, here, keys, change])
  return { read, views, here, open }
}

/** Ways to look at the list that the person gave names: open one, keep the present one, look after them. */
export function ViewsMenu(props: ViewsProps): ReactElement {
  const t = useText(uiText)
  const { read, views, here, open } = useViews(props)
  const [asked, setAsked] = useState<'save' | 'manage' | null>(null)
  // Two names for the same: the newer is the one that was just given.
  const current = views.findLast(view => view.address === here)
  const close = () => setAsked(null)
  return (
    <>
      <Menu
        items={[
          ...views.map(view => ({
            key: String(view.id),
            label: (
              <>
                {view.name}
                {view === current && <Icon name="check" />}
              </>
            ),
            onSelect: () => open(view.address),
          })),
          {
            key: 'first',
            label: t('ui.views.first'),
            disabled: here === '',
            onSelect: () => open(''),
          },
          { key: 'save', label: t('ui.views.save'), onSelect: () => setAsked('save') },
          { key: 'manage', label: t('ui.views.manage'), onSelect: () => setAsked('manage') },
        ]}
      >
        {current ? t('ui.views.current', { name: current.name }) : t('ui.views.menu')}
      </Menu>
      {asked === 'save' && <SaveDialog list={props.list} address={here} onClose={close} />}
      {asked === 'manage' && (
        <Dialog title={t('ui.views.manageTitle')} open onClose={close}>
          <ReadFailure compact read={read} />
          {read.data && views.length === 0 && (
            <EmptyState title={t('ui.views.none')}>{t('ui.views.noneHint')}</EmptyState>
          )}
          <ul className="zt-views">
            {views.map(view => (
              <ViewItem
                key={view.id}
                view={view}
                here={here}
                onOpen={() => {
                  close()
                  open(view.address)
                }}
              />
            ))}
          </ul>
        </Dialog>
      )}
    </>
  )
}

function NameField(props: Readonly<{ name: string; onName: (name: string) => void }>): ReactElement {
  const t = useText(uiText)
  return (
    <Field
      data-autofocus
      label={t('ui.views.name')}
      required
      maxLength={VIEW_NAME_LENGTH}
      value={props.name}
      onChange={event => props.onName(event.target.value)}
    />
  )
}

function SaveDialog(props: Readonly<{ list: string; address: string; onClose: () => void }>): ReactElement {
  const t = useText(uiText)
  const { list, address, onClose } = props
  const [name, setName] = useState('')
  const save = useWrite(saveView, {
    changes: [listSavedViews],
    onDone: () => {
      showToast(t('ui.views.saved', { name: name.trim() }))
      onClose()
    },
  })
  const form = `save-view-${list}`
  return (
    <Dialog
      title={t('ui.views.saveTitle')}
      open
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.action.cancel')}</Button>
          <Button look="primary" submit form={form} busy={save.isPending} disabled={name.trim() === ''}>
            {t('ui.views.keep')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={event => {
          event.preventDefault()
          save.mutate({ body: { list, name: name.trim(), address } })
        }}
      >
        <p>{t('ui.views.what')}</p>
        <NameField name={name} onName={setName} />
        {save.isError && <ErrorState compact error={save.error} />}
      </form>
    </Dialog>
  )
}

type ItemProps = Readonly<{ view: SavedView; here: string; onOpen: () => void }>

function ViewItem({ view, here, onOpen }: ItemProps): ReactElement {
  const t = useText(uiText)
  const [asked, setAsked] = useState<'rename' | 'remove' | null>(null)
  const done = { changes: [listSavedViews], onDone: () => setAsked(null) }
  const change = useWrite(changeView, done)
  const remove = useWrite(removeView, done)
  const params = { id: view.id }
  const ask = (next: 'rename' | 'remove') => {
    change.reset()
    setAsked(next)
  }
  const failure = change.error ?? remove.error
  return (
    <li aria-label={view.name}>
      <span className="zt-views-name">
        <b>{view.name}</b>
        {view.isDefault && <span>{t('ui.views.isDefault')}</span>}
      </span>
      {asked === 'rename' && (
        <Rename
          name={view.name}
          busy={change.isPending}
          onName={name => change.mutate({ params, body: { name } })}
          onCancel={() => setAsked(null)}
        />
      )}
      {asked === 'remove' && (
        <span className="zt-views-acts">
          {t('ui.views.confirmRemove')}
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ params })}>
            {t('ui.views.remove')}
          </Button>
          <Button onClick={() => setAsked(null)}>{t('ui.action.cancel')}</Button>
        </span>
      )}
      {asked === null && (
        <span className="zt-views-acts">
          <Button look="quiet" onClick={onOpen}>
            {t('ui.views.open')}
          </Button>
          <Button look="quiet" onClick={() => ask('rename')}>
            {t('ui.views.rename')}
          </Button>
          <Button
            look="quiet"
            disabled={view.address === here}
            onClick={() => change.mutate({ params, body: { address: here } })}
          >
            {t('ui.views.update')}
          </Button>
          <Button
            look="quiet"
            onClick={() => change.mutate({ params, body: { isDefault: !view.isDefault } })}
          >
            {t(view.isDefault ? 'ui.views.noDefault' : 'ui.views.makeDefault')}
          </Button>
          <Button look="quiet" onClick={() => ask('remove')}>
            {t('ui.views.remove')}
          </Button>
        </span>
      )}
      {failure && <ErrorState compact error={failure} />}
    </li>
  )
}

function Rename(
  props: Readonly<{ name: string; busy: boolean; onName: (name: string) => void; onCancel: () => void }>,
): ReactElement {
  const t = useText(uiText)
  const [name, setName] = useState(props.name)
  return (
    <form
      className="zt-views-acts"
      onSubmit={event => {
        event.preventDefault()
        props.onName(name.trim())
      }}
    >
      <NameField name={name} onName={setName} />
      <Button look="primary" submit busy={props.busy} disabled={name.trim() === ''}>
        {t('ui.views.keep')}
      </Button>
      <Button onClick={props.onCancel}>{t('ui.action.cancel')}</Button>
    </form>
  )
}
