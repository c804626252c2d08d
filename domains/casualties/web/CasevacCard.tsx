import { ClipboardPlus } from 'lucide-react'
import { Card, Link, useKinds, useTexts, useWords, type RecordView, type Row } from '../../../web/face.ts'
import { stateOf } from '../shared/request.ts'
import { useRequests } from './read.ts'
import { useCode } from './words.ts'

const ROWS = {
  title: ['Evacuation', 'Évacuation', 'الإخلاء', 'Evacuación'],
  open: ['Open casevac', 'Ouvrir une évacuation', 'فتح طلب إخلاء', 'Abrir evacuación'],
  none: ['Nobody is being fetched from here. What this record says stands in the request already.', 'Personne n’est évacué d’ici. Ce que dit cette fiche figure déjà dans la demande.', 'لا أحد يُخلى من هنا. ما يقوله هذا السجل موجود في الطلب سلفًا.', 'No se evacua a nadie de aquí. Lo que dice esta ficha ya está en la solicitud.'],
  shown: ['showing {n} of {all}', '{n} affichés sur {all}', 'يُعرض {n} من {all}', 'se muestran {n} de {all}'],
  drill: ['EXERCISE', 'EXERCICE', 'تمرين', 'EJERCICIO'],
} as const satisfies Record<string, Row>
const MOST = 10

/** Beside an incident: requests for evacuation that came of it, and the door to a new one with all this record already says. */
export function CasevacCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { number } = useWords()
  const kind = useKinds().data?.find((one) => one.name === 'casevac-request')
  const found = useRequests({ where: { incident: [record.id] } }, MOST)
  if (!kind || (!kind.canCreate && found.total === 0)) {
    return null
  }
  return (
    <Card title={tt('title')} id="casevac">
      {found.items?.length === 0 && <p className="quiet small">{tt('none')}</p>}
      <ul className="plainlist">{found.items?.map((one) => <li key={one.id}><Link to={`/casevac?r=${one.ref}`}><span className="mono ltr">{one.ref}</span> <bdi>{one.title}</bdi></Link> <span className="tag">{code('state', stateOf(one.of))}</span>{one.of.drill && <> <span className="tag warning">{tt('drill')}</span></>}</li>)}</ul>
      {found.items && found.total > found.items.length && <p className="quiet small">{tt('shown', { n: number(found.items.length), all: number(found.total) })}</p>}
      {kind.canCreate && <p className="noprint"><Link to={`/casevac/new?incident=${encodeURIComponent(record.ref)}`} className="btn small"><ClipboardPlus size={14} aria-hidden="true" />{tt('open')}</Link></p>}
    </Card>
  )
}
