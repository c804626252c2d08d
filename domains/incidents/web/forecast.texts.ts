import type { Row } from '../../../web/face.ts'

export const ROWS = {
  'title': ['Forecast board', 'Événements prévus', 'لوحة الأحداث المرتقبة', 'Eventos previstos'],
  'lead': ['What is announced or planned: rallies, markets, elections, rotations. A plan stays as it was said; what comes of it is a record of its own, linked to it.', 'Ce qui est annoncé ou prévu : rassemblements, marchés, élections, relèves. Une prévision reste telle qu’elle a été dite ; ce qu’il en advient est une fiche à part, liée à elle.', 'ما أُعلن أو خُطط له: تجمعات وأسواق وانتخابات ومناوبات. يبقى المخطط كما قيل، وما يحدث منه سجل قائم بذاته مرتبط به.', 'Lo anunciado o previsto: concentraciones, mercados, elecciones, relevos. Lo previsto queda como se dijo; lo que resulte es otra ficha, vinculada a ella.'],
  'add': ['Add what is planned', 'Ajouter une prévision', 'إضافة حدث مرتقب', 'Añadir un evento previsto'],
  'none': ['Nothing is planned in the days to come.', 'Rien n’est prévu dans les jours à venir.', 'لا شيء مرتقب في الأيام المقبلة.', 'No hay nada previsto en los próximos días.'],
  'none.hint': ['Record an event with its time, and it stands here until it has come.', 'Saisissez un événement avec son heure : il figure ici jusqu’à sa date.', 'سجّل حدثا بوقته فيبقى هنا حتى يحين.', 'Registre un evento con su hora: figura aquí hasta que llegue.'],
  'today': ['Today', 'Aujourd’hui', 'اليوم', 'Hoy'],
  'past': ['Over, and nothing linked to it yet', 'Passé, sans suite liée', 'انقضى ولم يرتبط به شيء بعد', 'Pasado, sin nada vinculado aún'],
  'past.hint': ['Events of the last {n} days. Say what came of them, or leave them if nothing did.', 'Événements des {n} derniers jours. Dites ce qu’il en est advenu, ou laissez-les s’il n’en est rien advenu.', 'أحداث آخر {n} أيام. اذكر ما نتج عنها أو اتركها إن لم ينتج شيء.', 'Eventos de los últimos {n} días. Diga qué resultó de ellos o déjelos si no hubo nada.'],
  'happened': ['Log what happened', 'Saisir ce qui s’est passé', 'سجّل ما حدث', 'Registrar lo ocurrido'],
  'from': ['Planned as {ref}: {title}', 'Prévu sous {ref} : {title}', 'كان مرتقبا في {ref}: {title}', 'Previsto en {ref}: {title}'],
  'shown': ['Showing {n} of {all}', '{n} affichés sur {all}', 'عرض {n} من {all}', 'Se muestran {n} de {all}'],
} satisfies Record<string, Row>
