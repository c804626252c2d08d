import type { Category } from './categories.ts'
import type { Random } from './random.ts'

/** What a report says besides the category: already in the spelling of whoever writes it. */
export type Facts = {
  lang: 'en' | 'fr' | 'ar'
  category: Category
  actor: string
  other: string
  village: string
  place: string
  /** `3 km NE of` in the language of the report, or empty for the place itself. */
  offset: string
  time: string
  number: number
  source: string
  killed: number
  injured: number
  abducted: number
  victims: string
  planned: boolean
  household: number
}

type Tone = Category['tone']
const DETAILS: Record<'en' | 'fr', Record<Tone, readonly string[]>> = {
  en: {
    fight: ['The firing came from high ground and stopped when reinforcements were heard.', 'Fighters withdrew on motorcycles in two groups.', 'Empty cases of 7.62 mm were found on both sides of the road.', 'Residents stayed indoors and the road is closed.', 'It is the third time this month at the same spot.', 'The market emptied within minutes.', 'No one has claimed it.', 'Some of the fighters wore parts of uniforms.', 'Firing was heard again an hour later, further away.', 'The local commander says that his men fired first because they felt surrounded.', 'Weapons seen: rifles, one machine gun, one launcher.', 'Accounts differ on who began.'],
    blast: ['The spot is marked with stones and red cloth.', 'Children had been playing nearby.', 'The main charge was a plastic container with home-made explosive.', 'The road is used by school children in the morning.', 'Fragments were collected.', 'There are old trenches in the area.', 'Traffic goes round by the field track.', 'Villagers say that strangers were digging there two nights ago.', 'No second device was found.', 'It appears to be left from earlier fighting.'],
    harm: ['Witnesses heard the perpetrators speak with an accent from elsewhere.', 'The families ask that names are not shared.', 'Neighbours brought the wounded to the clinic by cart.', 'The perpetrators wore no uniform.', 'People sleep in the fields for fear of a return.', 'The chief asks for a patrol at night.', 'Two shops were also looted.', 'It is said to be a reprisal for cooperation with the authorities.', 'A list of names is said to be circulating.', 'Women and children hid in the school.', 'The number may change as people return from the bush.', 'The relatives have been told where to seek help.'],
    crime: ['The amount asked is higher than last week.', 'The robbers had one rifle and machetes.', 'Drivers now leave before light to avoid it.', 'The goods were seen for sale the next day.', 'The victims were let go unharmed.', 'The owner has told the police.', 'It happens mostly on market days.', 'Those who refuse are made to wait for hours.', 'Tracks were lost at the river.', 'Herders followed until dark and came back.', 'A motorcycle without plates was used.'],
    crowd: ['It ended without harm in the afternoon.', 'A local radio repeated it at noon.', 'The organisers say that they will come back next week.', 'The police kept a distance.', 'The message was shared in several groups.', 'Most of them were young people.', 'The mayor spoke to them and they went home.', 'Shops closed early.', 'Calls for calm were made after the prayer.', 'Some blame the price of fuel.'],
    move: ['They moved in good order and spoke to no one.', 'They said that they were going to a wedding.', 'They had not been seen in the area for months.', 'They carried rifles and two boxes.', 'The patrol took another road.', 'A call to the liaison officer brought no change.', 'They paid for what they took.', 'A local source says that they wait for orders.', 'The same men were seen at the ford last week.', 'Dust could be seen from the tower.', 'They asked about the strength of the base.'],
    need: ['Water and shelter are the most urgent.', 'The road is not passable for trucks.', 'The committee is making a list.', 'Families are hosted by relatives for now.', 'The health post has two staff and few medicines.', 'More rain is expected.', 'The school is used as a shelter.', 'Partners were told and plan a visit.', 'Latrines are full.', 'The bridge holds but is watched.', 'Numbers are a first estimate by the chief.'],
    talk: ['The tone was friendly.', 'People asked about the road and about work.', 'The main worry is the next harvest.', 'It was agreed to meet again in two weeks.', 'Women said that they fear the way to the well.', 'The elders asked for more patrols on market days.', 'Old quarrels about land were raised.', 'The school has three teachers for four hundred children.', 'A phone number for alerts was left.', 'Some said that they were told not to talk to the mission.'],
    work: ['The situation was calm.', 'Nothing unusual was seen.', 'People greeted the patrol.', 'Children waved; adults kept their distance.', 'The track is soft after rain and will not carry heavy vehicles.', 'The bridge was checked: passable for 12 tonnes.', 'Prices at the market have gone up.', 'One vehicle broke down and was recovered.', 'Fewer people than usual were on the road.', 'Shops were open.', 'The radio relay did not reach the valley.', 'Old tyre tracks were seen at the ford.', 'New faces were seen near the mill.'],
  },
  fr: {
    fight: ['Les tirs venaient des hauteurs et ont cessé à l’arrivée de renforts.', 'Les assaillants se sont repliés à moto.', 'Des douilles de 7,62 mm ont été trouvées.', 'Les habitants restent chez eux et la route est fermée.', 'C’est la troisième fois ce mois-ci au même endroit.', 'Le marché s’est vidé en quelques minutes.', 'L’attaque n’a pas été revendiquée.', 'Les versions divergent sur l’origine des tirs.', 'De nouveaux tirs ont été entendus une heure plus tard.'],
    blast: ['L’endroit est balisé.', 'Des enfants jouaient à proximité.', 'La route est empruntée par les écoliers.', 'Aucun second engin n’a été trouvé.', 'Il s’agirait de restes d’anciens combats.', 'La circulation passe par la piste.'],
    harm: ['Les auteurs parlaient avec un accent étranger à la zone.', 'Les familles demandent que les noms ne soient pas communiqués.', 'Les blessés ont été transportés en charrette au dispensaire.', 'Les habitants dorment aux champs par crainte d’un retour.', 'Le chef demande une patrouille de nuit.', 'Il s’agirait de représailles.', 'Le bilan peut évoluer.', 'Deux boutiques ont également été pillées.'],
    crime: ['La somme demandée est plus élevée que la semaine dernière.', 'Les voleurs avaient un fusil et des machettes.', 'Les victimes ont été relâchées sans blessure.', 'Cela se produit surtout les jours de marché.', 'Les traces se perdent à la rivière.', 'La police a été informée.', 'Une moto sans plaque a été utilisée.'],
    crowd: ['La situation est revenue au calme dans l’après-midi.', 'Une radio locale a repris l’information à midi.', 'La police est restée à distance.', 'Le message circule dans plusieurs groupes.', 'Le maire leur a parlé et ils sont rentrés.', 'Les boutiques ont fermé plus tôt.'],
    move: ['Ils se déplaçaient en bon ordre.', 'On ne les avait pas vus dans la zone depuis des mois.', 'Ils portaient des fusils et deux caisses.', 'La patrouille a pris un autre itinéraire.', 'Ils ont posé des questions sur la base.', 'Les mêmes hommes avaient été vus au gué.'],
    need: ['L’eau et les abris sont les plus urgents.', 'La route est impraticable pour les camions.', 'Le comité dresse une liste.', 'Les familles sont accueillies par des proches.', 'De nouvelles pluies sont attendues.', 'Les partenaires ont été informés.'],
    talk: ['L’échange a été cordial.', 'La principale inquiétude est la prochaine récolte.', 'Une nouvelle rencontre est prévue dans deux semaines.', 'Les femmes disent craindre le chemin du puits.', 'Un numéro d’alerte a été laissé.', 'D’anciennes querelles foncières ont été évoquées.'],
    work: ['La situation était calme.', 'Rien d’inhabituel n’a été observé.', 'La population a salué la patrouille.', 'La piste est molle après la pluie.', 'Le pont a été vérifié : 12 tonnes.', 'Les prix ont augmenté au marché.', 'Un véhicule est tombé en panne.', 'De nouveaux visages ont été vus près du moulin.'],
  },
}
const NEXT: Record<'en' | 'fr', { hot: readonly string[]; calm: readonly string[] }> = {
  en: {
    hot: ['A patrol will verify at first light.', 'The quick-reaction force is on stand-by.', 'The sector has been asked for a drone.', 'The police follow up.', 'Verification is under way.', 'A second source is being sought.', 'The liaison officer called the local commander.', 'The battalion increases night patrols for three days.', 'Partners in the area were warned.', 'The wounded were taken over by the Level 2 hospital.', 'No further action for now.', 'Movement on this road needs an escort until further notice.'],
    calm: ['No follow-up needed.', 'The next visit is planned in a week.', 'The points raised go to civil affairs.', 'Report closed.', 'Photographs are with the section.', 'Returned to base without incident.', 'A summary goes to the sector.'],
  },
  fr: {
    hot: ['Une patrouille vérifiera au lever du jour.', 'La force de réaction rapide est en alerte.', 'Vérification en cours.', 'Une seconde source est recherchée.', 'Le bataillon renforce les patrouilles de nuit.', 'Les partenaires ont été avertis.', 'La police assure le suivi.', 'Aucune autre action pour le moment.'],
    calm: ['Aucune suite nécessaire.', 'Prochaine visite dans une semaine.', 'Les points soulevés sont transmis aux affaires civiles.', 'Retour à la base sans incident.', 'Un résumé est envoyé au secteur.'],
  },
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function fill(text: string, facts: Facts): string {
  return text.replaceAll('{A}', facts.actor).replaceAll('{B}', facts.other).replaceAll('{V}', facts.village).replaceAll('{N}', String(facts.number))
}

function casualties(facts: Facts, rng: Random): string {
  const { killed: k, injured: i, abducted: a } = facts
  if (k + i + a === 0) {
    return ''
  }
  if (facts.lang === 'fr') {
    const parts = [k > 0 ? `${k} mort${k > 1 ? 's' : ''}` : '', i > 0 ? `${i} blessé${i > 1 ? 's' : ''}` : '', a > 0 ? `${a} personne${a > 1 ? 's' : ''} enlevée${a > 1 ? 's' : ''}` : ''].filter((part) => part !== '')
    return rng.pick([`Bilan provisoire : ${parts.join(', ')} (${facts.victims}).`, `On déplore ${parts.join(' et ')}.`, `Selon la même source : ${parts.join(', ')}.`])
  }
  const parts = [k > 0 ? `${k} killed` : '', i > 0 ? `${i} injured` : '', a > 0 ? `${a} abducted` : ''].filter((part) => part !== '')
  return rng.pick([`Reported: ${parts.join(', ')} (${facts.victims}).`, `Casualties: ${parts.join(' and ')}, ${facts.victims}.`, `${upper(facts.victims)}: ${parts.join(', ')}; not confirmed.`, `The same source speaks of ${parts.join(' and ')}.`])
}

/** A title as a duty officer would write it. */
export function title(facts: Facts, rng: Random): string {
  const name = facts.lang === 'fr' ? facts.category.fr : facts.category.en
  const where = `${facts.offset}${facts.place}`
  const toll = facts.killed > 0 ? (facts.lang === 'fr' ? ` (${facts.killed} morts)` : ` (${facts.killed} killed)`) : ''
  if (facts.lang === 'ar') {
    return `${ARABIC[facts.category.tone]} – ${facts.place}`
  }
  return rng.pick([`${name}, ${where}${toll}`, `${name}, ${where}`, `${facts.place}: ${name.toLowerCase()}${toll}`, `${name} – ${where}${toll}`])
}

const ARABIC: Record<Tone, string> = { fight: 'تبادل لإطلاق النار', blast: 'جسم متفجر', harm: 'اعتداء على مدنيين', crime: 'حادث سرقة', crowd: 'تجمع للسكان', move: 'تحرك مسلحين', need: 'حاجة إنسانية', talk: 'اجتماع مع الوجهاء', work: 'دورية اعتيادية' }
const ARABIC_DETAILS: Record<Tone, readonly string[]> = {
  fight: ['سُمع إطلاق نار لعدة دقائق ثم توقف.', 'انسحب المسلحون على دراجات نارية.'], blast: ['وُضعت علامات حول المكان.'], harm: ['تطلب الأسر عدم ذكر الأسماء.', 'نُقل المصابون إلى المركز الصحي.'], crime: ['أُبلغت الشرطة بما حدث.'], crowd: ['انتهى التجمع دون أضرار.'], move: ['شوهد المسلحون قرب المعبر.'], need: ['الماء والمأوى هما الحاجة الأكثر إلحاحا.'], talk: ['تحدث السكان عن الطريق والماء.'], work: ['كان الوضع هادئا.', 'لم يُلاحظ شيء غير عادي.'],
}

/** Free text in the language of the report: who, what, where and when, a detail or two, the toll, and what happens next. */
export function narrative(facts: Facts, rng: Random): string {
  const { lang, category, time, source } = facts
  if (lang === 'ar') {
    return [`أفاد ${source} بوقوع ${ARABIC[category.tone]} في ${facts.place} حوالي الساعة ${time}.`, rng.pick(ARABIC_DETAILS[category.tone]), rng.pick(['التحقق جار.', 'لا حاجة إلى متابعة.', 'ستقوم دورية بالتحقق صباحا.'])].join(' ')
  }
  const what = fill(rng.pick(lang === 'fr' ? category.frSays : category.enSays), facts)
  if (category.code === 'CV.04') {
    // nothing that could lead to the survivor: no hour, no spot, no detail
    return `${upper(what)}.`
  }
  const where = lang === 'fr' ? (facts.offset === '' ? `à ${facts.place}` : `${facts.offset}${facts.place}`) : facts.offset === '' ? rng.pick([`in ${facts.place}`, `at ${facts.place}`, `near ${facts.place}`]) : `${facts.offset}${facts.place}`
  const opening = lang === 'fr'
    ? rng.pick([`Selon ${source}, ${what} ${where}, vers ${time}Z.`, `À ${time}Z, ${where}, ${what}.`, `${upper(what)}, ${where} (${source}).`, `${upper(source)} signale que ${what}. Lieu : ${where}. Heure : ${time}Z.`])
    : rng.pick([`${upper(source)} reported that ${what} ${where} at about ${time}Z.`, `At ${time}Z, ${where}, ${what}.`, `${upper(what)}, ${where}, ${time}Z (${source}).`, `According to ${source}, ${what}. Place: ${where}. Time: ${time}Z.`, `Around ${time}Z ${what} ${where}.`])
  const detail = DETAILS[lang][category.tone]
  const first = rng.pick(detail)
  const second = rng.chance(0.45) ? rng.pick(detail) : ''
  const hot = category.type === 'INCIDENT' || category.tone === 'crowd'
  const next = rng.chance(0.75) ? rng.pick(hot ? NEXT[lang].hot : NEXT[lang].calm) : ''
  const people = facts.household > 0 ? (lang === 'fr' ? `Environ ${facts.household} ménages concernés.` : `About ${facts.household} households are affected.`) : ''
  const note = facts.planned ? (lang === 'fr' ? 'Événement prévu ; à confirmer.' : 'Planned; to be confirmed.') : ''
  return [opening, note, casualties(facts, rng), people, facts.planned ? '' : first, second === first || facts.planned ? '' : second, next].filter((part) => part !== '').join(' ')
}
