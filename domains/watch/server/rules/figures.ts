import { figuresOf } from '../../../../core/kind.ts'
import { plainObject } from '../../../../core/json.ts'
import { refuseField } from '../../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import type { Store } from '../../../../server/face.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'

/** Refuses a figure that the records a rule looks at do not carry: it would never tell, and say nothing of it. `path` is that of the figure. */
export function needFigure(store: Store, { of, figure }: Pick<AlertRule, 'of' | 'figure'>, path: string): void {
  const kind = store.kinds().get(of)
  const figures = kind ? figuresOf(kind) : []
  if (kind && figure && !figures.includes(figure.of)) {
    throw refuseField(path, `${kind.name} has no figure "${figure.of}"`, figures.length === 0 ? 'Leave the figure away' : `Use one of: ${figures.join(', ')}`, 'rule-broken')
  }
}

/** The same of a rule that is about to be written, where what it looks at is part of it. */
export function needFigureWritten(store: Store, asked: NewAction, before: VigieRecord | null): NewAction {
  const fields = asked.type === 'edit' ? plainObject(asked.patch['fields']) : undefined
  const data = asked.kind !== 'alert-rule' ? undefined : asked.type === 'create' ? asked.patch['data'] : fields && ('figure' in fields || 'of' in fields) ? { ...before?.data, ...fields } : undefined
  const { of, figure } = (data ?? {}) as unknown as Partial<AlertRule>
  if (typeof of === 'string' && typeof figure?.of === 'string') {
    needFigure(store, { of, figure }, '/figure/of')
  }
  return asked
}
