import { createRoot } from 'react-dom/client'
import '../tokens/base.css'
import '../data-table/data-table.css'
import '../shell/shell.css'
import { ToastRegion } from '../components/toast.tsx'
import { Gallery } from './gallery.tsx'

createRoot(document.getElementById('app')!).render(
  <>
    <Gallery />
    <ToastRegion />
  </>,
)
