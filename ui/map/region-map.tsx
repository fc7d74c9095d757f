import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { Link } from 'react-router'
import { useText } from '../i18n/text.ts'
import { LABEL_SIZE, type Label, LINE_HEIGHT, placeLabels } from './labels.ts'
import { mapText } from './locale/text.ts'
import { layOut, type OutlineDrawing, type Shape } from './sheet.ts'
import { useWidth } from './use-width.ts'
import './region-map.css'

/** What a region of the drawing stands for here. */
export type MapArea = Readonly<{
  code: string
  name: string
  /** Beside its name on the map. */
  figure?: string
  /** Shown of the region that is pointed at or has the focus; read aloud after its name. */
  told: readonly string[]
  /** A class that sets `--zt-map-fill`. */
  look?: string
  /** What opening it does, and how that is said before its name. */
  opens?: Readonly<{ hint?: string } & ({ act: () => void } | { to: string })> | undefined
}>

type MapProps = Readonly<{
  label: string
  drawing: OutlineDrawing
  /** In the order of the keys; regions of the drawing that are none of these are drawn as plain ground. */
  areas: readonly MapArea[]
  /** 审图号 and where the outlines are from; a map must not be shown without. */
  credit: Readonly<{ approvalNumber: string; source: string }>
  /** The first region takes the focus, for whoever came by keyboard from the map before. */
  takesFocus?: boolean
}>

const MAX_HEIGHT = 620
const NARROW = 640
/** Above what is pointed at; below it where the edge is nearer than this. */
const TIP_ROOM = 100

/** Regions by their outlines, each to be opened by pointer and by key. */
export function RegionMap(props: MapProps): ReactElement {
  const { drawing, areas } = props
  const t = useText(mapText)
  const [box, width] = useWidth<HTMLDivElement>()
  const [pointedAt, setPointedAt] = useState<Near | null>(null)
  const [focused, setFocused] = useState<Near | null>(null)
  const near = pointedAt ?? focused
  const sheet = useMemo(
    () => (width > 0 ? layOut(drawing, width, width < NARROW ? width * 1.3 : MAX_HEIGHT) : null),
    [drawing, width],
  )
  const labels = useMemo(() => {
    const names = new Map(areas.map(area => [area.code, area]))
    const linesOf = (code: string) => {
      const area = names.get(code)
      return area ? [area.name, ...(area.figure ? [area.figure] : [])] : []
    }
    return sheet ? placeLabels(sheet, linesOf) : []
  }, [sheet, areas])
  useFirstFocus(box, props.takesFocus === true && sheet !== null)
  const shapes = new Map(sheet?.shapes.map(shape => [shape.code, shape]))
  const pointed = near && areas.find(area => area.code === near.code)
  return (
    <figure className="zt-map">
      <div ref={box} className="zt-map-box">
        {sheet && (
          // biome-ignore lint/a11y/useSemanticElements: a drawing has no element for a group
          <svg role="group" aria-label={props.label} viewBox={`0 0 ${sheet.width} ${sheet.height}`}>
            {sheet.shapes
              .filter(({ code }) => !areas.some(area => area.code === code))
              .map(({ code, path }) => (
                <path key={code} className="zt-map-ground" d={path} />
              ))}
            {areas.map(area => {
              const shape = shapes.get(area.code)
              return (
                shape && (
                  <Area
                    key={area.code}
                    area={area}
                    shape={shape}
                    onPoint={setPointedAt}
                    onFocus={setFocused}
                  />
                )
              )
            })}
            {near && <path className="zt-map-ring" d={shapes.get(near.code)?.path} />}
            {labels.map(label => (
              <Name key={label.code} {...label} />
            ))}
          </svg>
        )}
        {near && pointed && (
          <div
            className={near.y < TIP_ROOM ? 'zt-map-tip zt-map-tip-below' : 'zt-map-tip'}
            aria-hidden="true"
            style={{ left: `clamp(90px, ${near.x}px, calc(100% - 90px))`, top: near.y }}
          >
            <b>{pointed.name}</b>
            {pointed.told.map(line => (
              <span key={line}>{line}</span>
            ))}
          </div>
        )}
      </div>
      <figcaption className="zt-map-credit">
        <span>{t('map.credit.approval', { number: props.credit.approvalNumber })}</span>
        <span>{t('map.credit.source', { source: props.credit.source })}</span>
      </figcaption>
    </figure>
  )
}

type Near = Readonly<{ code: string; x: number; y: number }>
type AreaProps = Readonly<{
  area: MapArea
  shape: Shape
  onPoint: (near: Near | null) => void
  onFocus: (near: Near | null) => void
}>

function Area({ area, shape, onPoint, onFocus }: AreaProps): ReactElement {
  const { opens, code } = area
  const atPointer = (event: PointerEvent<Element>) => {
    const box = event.currentTarget.closest('svg')?.getBoundingClientRect()
    if (box) onPoint({ code, x: event.clientX - box.left, y: event.clientY - box.top })
  }
  const given = {
    className: `zt-map-area ${area.look ?? ''}`,
    'aria-label': `${opens?.hint ?? ''}${[area.name, ...area.told].join(', ')}`,
    onPointerMove: atPointer,
    onPointerLeave: () => onPoint(null),
    onFocus: () => onFocus({ code, x: shape.seat.x, y: shape.seat.y - LINE_HEIGHT * 1.5 }),
    onBlur: () => onFocus(null),
    onKeyDown: ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return
      onPoint(null)
      onFocus(null)
    },
  }
  const path: ReactNode = <path d={shape.path} />
  if (opens && 'to' in opens) {
    return (
      <Link to={opens.to} {...given}>
        {path}
      </Link>
    )
  }
  if (opens) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: no button can stand in a drawing
      <g
        role="button"
        tabIndex={0}
        {...given}
        onClick={opens.act}
        onKeyDown={event => {
          given.onKeyDown(event)
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          opens.act()
        }}
      >
        {path}
      </g>
    )
  }
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: nothing opens, and its figures are there by keyboard too
    <g role="img" tabIndex={0} {...given}>
      {path}
    </g>
  )
}

/** Read with the region itself. */
const Name = ({ x, y, lines }: Label): ReactElement => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a text of a drawing takes no focus
  <text className="zt-map-name" fontSize={LABEL_SIZE} x={x} y={y} aria-hidden="true">
    {lines.map((line, at) => (
      <tspan key={line} x={x} dy={at === 0 ? 0 : LINE_HEIGHT}>
        {line}
      </tspan>
    ))}
  </text>
)

function useFirstFocus(box: { current: HTMLElement | null }, takes: boolean): void {
  const done = useRef(false)
  useEffect(() => {
    if (!takes || done.current) return
    done.current = true
    box.current?.querySelector<SVGElement>('.zt-map-area')?.focus()
  }, [box, takes])
}
