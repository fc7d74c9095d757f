import { createRoot } from 'react-dom/client'
import '../tokens/base.css'

createRoot(document.getElementById('app')!).render(null)
