/** How a category is told and how often it happens; `{A}` the actor, `{N}` a number, `{B}` the other side, `{V}` a village nearby. */
export type Category = {
  code: string
  type: 'INCIDENT' | 'EVENT' | 'ACTIVITY'
  /** Relative frequency within its type. */
  weight: number
  tone: 'fight' | 'blast' | 'harm' | 'crime' | 'crowd' | 'move' | 'need' | 'talk' | 'work'
  en: string
  fr: string
  enSays: readonly string[]
  frSays: readonly string[]
}

/** Chance of and mean number killed, injured and abducted, and the group that is hurt. */
export const HARM: Record<string, { killed?: [number, number]; injured?: [number, number]; abducted?: [number, number]; group: 'CIV' | 'UNMIL' | 'HOSTFORCES' | 'HUM' | 'NSAG' }> = {
  'AC.01': { killed: [0.55, 2.6], injured: [0.7, 3.4], group: 'HOSTFORCES' }, 'AC.02': { killed: [0.45, 2.2], injured: [0.65, 3], group: 'HOSTFORCES' },
  'AC.03': { killed: [0.5, 2], injured: [0.6, 2.4], group: 'HOSTFORCES' }, 'AC.04': { killed: [0.25, 1.6], injured: [0.5, 3], group: 'CIV' },
  'AC.08': { killed: [0.3, 1.2], injured: [0.4, 1.4], group: 'CIV' }, 'AC.11': { killed: [0.6, 3.4], injured: [0.75, 5], group: 'CIV' },
  'EX.01': { killed: [0.4, 1.8], injured: [0.6, 2.6], group: 'HOSTFORCES' }, 'EX.03': { killed: [0.3, 1.2], injured: [0.6, 1.6], group: 'CIV' }, 'EX.05': { killed: [0.35, 1.2], injured: [0.8, 2], group: 'CIV' }, 'EX.07': { killed: [0.2, 1.1], injured: [0.6, 2.6], group: 'CIV' },
  'UN.01': { killed: [0.08, 1], injured: [0.35, 1.6], group: 'UNMIL' }, 'UN.03': { killed: [0.07, 1.1], injured: [0.4, 1.8], group: 'UNMIL' },
  'HA.01': { killed: [0.9, 1.2], injured: [0.3, 1.2], group: 'HUM' }, 'HA.02': { abducted: [1, 1.8], group: 'HUM' }, 'HA.03': { injured: [0.12, 1.1], group: 'HUM' },
  'CV.01': { killed: [1, 2.1], injured: [0.45, 2.2], group: 'CIV' }, 'CV.02': { injured: [1, 2], group: 'CIV' }, 'CV.03': { abducted: [1, 3.2], group: 'CIV' }, 'CV.05': { killed: [0.35, 2], injured: [0.5, 2.4], group: 'CIV' },
  'CV.13': { killed: [0.3, 1.6], injured: [0.4, 1.8], group: 'CIV' }, 'CV.14': { killed: [0.35, 1.1], injured: [0.7, 1.6], group: 'CIV' }, 'CR.01': { killed: [0.06, 1.1], injured: [0.25, 1.3], group: 'CIV' }, 'CR.02': { killed: [1, 1.1], group: 'CIV' }, 'CR.03': { abducted: [1, 1.2], group: 'CIV' }, 'CR.05': { killed: [0.1, 1.2], injured: [0.3, 1.6], group: 'CIV' }, 'HZ.01': { killed: [0.15, 1.8], injured: [0.2, 2], group: 'CIV' }, 'HZ.03': { killed: [0.25, 1.7], injured: [0.7, 3], group: 'CIV' }, 'CU.02': { injured: [0.5, 4], group: 'CIV' },
}

const lines = (type: Category['type'], rows: readonly (readonly [string, number, Category['tone'], string, string, string, string])[]): Category[] =>
  rows.map(([code, weight, tone, en, fr, enSays, frSays]) => ({ code, type, weight, tone, en, fr, enSays: enSays.split(' | '), frSays: frSays.split(' | ') }))

export const CATEGORIES: readonly Category[] = [
  ...lines('INCIDENT', [
    ['AC.01', 60, 'fight', 'Armed clash', 'Accrochage armé', '{A} and {B} exchanged fire for about {N} minutes | fighting broke out between {A} and {B} | {A} clashed with {B}, using rifles and at least one machine gun', 'des échanges de tirs ont opposé {A} à {B} pendant près de {N} minutes | un accrochage a eu lieu entre {A} et {B}'],
    ['AC.02', 22, 'fight', 'Attack on position', 'Attaque de position', '{A} attacked a position of {B} from two directions | a post held by {B} came under fire from {A} | {A} overran an observation post of {B} and left with ammunition', 'une position de {B} a été attaquée par {A} | {A} ont ouvert le feu sur un poste tenu par {B}'],
    ['AC.03', 24, 'fight', 'Ambush', 'Embuscade', '{A} ambushed two vehicles of {B} at a bend of the road | a patrol of {B} was ambushed by {A} | {A} opened fire on a column of {B} from a tree line', 'une patrouille de {B} est tombée dans une embuscade tendue par {A} | {A} ont tiré sur deux véhicules de {B}'],
    ['AC.04', 20, 'fight', 'Indirect fire', 'Tirs indirects', '{N} mortar rounds landed near houses, fired by {A} from the hills | {A} fired several rounds of indirect fire towards {V} | impacts of mortar fire were heard and {N} craters later seen', '{N} obus de mortier sont tombés près des habitations | des tirs de mortier attribués à {A} ont visé {V}'],
    ['AC.05', 5, 'fight', 'Drone strike', 'Frappe de drone', 'a small armed drone dropped a charge on a post of {B} | an unmanned aircraft released two charges on a vehicle of {B}', 'un drone armé a largué une charge sur un poste de {B}'],
    ['AC.07', 26, 'fight', 'Ceasefire violation', 'Violation du cessez-le-feu', '{A} fired across the Separation Line | {A} moved a crew-served weapon into the buffer, contrary to the ceasefire | bursts of automatic fire were exchanged across the Separation Line', '{A} ont tiré de l’autre côté de la ligne de séparation | une arme collective a été déployée dans la zone tampon par {A}'],
    ['AC.08', 45, 'fight', 'Shooting', 'Tirs', 'shots were heard for {N} minutes; {A} are thought to be responsible | {A} fired at a motorcycle that did not stop | single shots, possibly a sniper, were aimed at a post of {B}', 'des tirs ont été entendus pendant {N} minutes | {A} ont tiré sur une moto qui ne s’est pas arrêtée'],
    ['AC.09', 8, 'fight', 'Change of control', 'Changement de contrôle', '{A} entered the village and raised their flag after {B} withdrew | {B} left their positions and {A} took control', '{A} ont pris le contrôle du village après le retrait de {B}'],
    ['AC.10', 16, 'fight', 'Show of force', 'Démonstration de force', 'some {N} fighters of {A} drove through the centre in pick-ups, firing into the air | {A} paraded with weapons before the market', 'une trentaine de combattants de {A} ont défilé en armes'],
    ['AC.11', 30, 'fight', 'Intercommunal clash', 'Affrontement intercommunautaire', 'herders and farmers fought over access to a water point | young men of two communities fought with blades and hunting rifles after a theft of cattle | a quarrel over grazing turned into a fight between {V} and its neighbours', 'des éleveurs et des agriculteurs se sont affrontés autour d’un point d’eau | une dispute sur le pâturage a opposé deux communautés'],
    ['EX.01', 16, 'blast', 'IED detonation', 'Explosion d’un EEI', 'an improvised device went off under a vehicle of {B} | a roadside charge exploded as a convoy of {B} passed', 'un engin explosif improvisé a explosé au passage d’un véhicule de {B}'],
    ['EX.02', 14, 'blast', 'IED found', 'EEI découvert', 'a pressure-plate device was found by a search team and made safe | villagers showed a patrol a container with wires at the edge of the road', 'un engin à plateau de pression a été découvert et neutralisé | des villageois ont signalé un bidon relié à des fils'],
    ['EX.03', 7, 'blast', 'Mine', 'Mine', 'a cart ran over a mine on a field track | a cow set off a mine near the old trenches', 'une charrette a sauté sur une mine'],
    ['EX.04', 26, 'blast', 'ERW find', 'Découverte de REG', 'children found a mortar bomb in a field; the spot was marked | {N} unexploded rounds were found while a well was being dug | a farmer turned up a rusted grenade while ploughing', 'des enfants ont trouvé un obus dans un champ ; l’endroit a été balisé | {N} munitions non explosées ont été découvertes'],
    ['EX.05', 4, 'blast', 'ERW accident', 'Accident de REG', 'a shell exploded while scrap was being collected | boys playing set off an unexploded grenade', 'un obus a explosé pendant la collecte de ferraille'],
    ['EX.07', 9, 'blast', 'Grenade', 'Grenade', 'a hand grenade was thrown at a bar after a quarrel | {A} threw a grenade into the yard of a trader', 'une grenade a été lancée dans un bar | {A} ont jeté une grenade dans une cour'],
    ['EX.08', 5, 'blast', 'Hoax device', 'Faux engin', 'a bag that caused alarm at the market turned out to be empty', 'un sac suspect au marché s’est révélé vide'],
    ['EX.09', 6, 'blast', 'Cache', 'Cache', 'a cache with {N} rifle magazines and two rockets was found in a dry well', 'une cache de munitions a été découverte dans un puits à sec'],
    ['UN.01', 8, 'fight', 'Attack on mission personnel', 'Attaque contre le personnel', '{A} fired at mission personnel at a water point | stones and then shots were aimed at a foot patrol of the mission', 'des tirs attribués à {A} ont visé du personnel de la mission'],
    ['UN.03', 12, 'fight', 'Attack on convoy', 'Attaque de convoi', 'a mission convoy was shot at by {A} and drove through | {A} attacked the rear vehicle of a supply convoy', 'un convoi de la mission a essuyé des tirs attribués à {A}'],
    ['UN.05', 6, 'crime', 'Robbery of mission property', 'Vol de biens de la mission', '{A} stopped a contracted truck and took its fuel | thieves cut the fence of the camp and took {N} jerrycans', '{A} ont arrêté un camion sous contrat et volé le carburant'],
    ['UN.07', 34, 'move', 'Restriction of movement', 'Entrave à la liberté de circulation', 'a patrol was stopped at a checkpoint of {A} and turned back after {N} minutes | {B} refused passage to a patrol, saying that orders had come from the capital | access to {V} was denied by {A}, who asked for a written permit', 'une patrouille a été bloquée à un point de contrôle de {A} | {B} ont refusé le passage, invoquant des ordres de la capitale'],
    ['UN.08', 18, 'crowd', 'Hostile crowd', 'Foule hostile', 'about {N} people blocked the gate and threw stones at mission vehicles | a crowd shouted at a patrol that the mission does nothing', 'une foule d’environ {N} personnes a jeté des pierres sur des véhicules de la mission'],
    ['UN.09', 8, 'move', 'Hostile drone overflight', 'Survol hostile de drone', 'an unknown small drone hovered over the camp for {N} minutes', 'un petit drone inconnu a survolé le camp pendant {N} minutes'],
    ['HA.01', 2, 'harm', 'Killing of aid worker', 'Meurtre d’un humanitaire', 'a driver of an aid organisation was shot dead by {A}', 'un chauffeur d’une ONG a été tué par {A}'],
    ['HA.02', 4, 'harm', 'Abduction of aid workers', 'Enlèvement d’humanitaires', 'staff of a health organisation were taken from their vehicle by {A}', 'du personnel d’une organisation de santé a été enlevé par {A}'],
    ['HA.03', 10, 'crime', 'Aid looted', 'Pillage d’aide', '{A} looted a food store of a relief organisation and left with {N} bags | a truck with relief goods was emptied by {A}', '{A} ont pillé un dépôt de vivres et emporté {N} sacs'],
    ['HA.04', 20, 'move', 'Aid access denied', 'Refus d’accès humanitaire', '{A} turned back an aid team for the {N}th time this month | a distribution was stopped by {A}, who asked for a share', '{A} ont refoulé une équipe humanitaire | une distribution a été interrompue par {A}'],
    ['CV.01', 34, 'harm', 'Killing of civilians', 'Meurtre de civils', '{A} entered the village and shot civilians | farmers on their way to the fields were killed by {A} | bodies with gunshot wounds were found at the river; {A} are suspected', '{A} sont entrés dans le village et ont tué des civils | des cultivateurs ont été tués par {A} sur le chemin des champs'],
    ['CV.02', 34, 'harm', 'Beating of civilians', 'Coups et blessures', '{A} beat traders who could not pay | a village elder was beaten by {A} for having spoken to the mission | {A} whipped men accused of theft', '{A} ont battu des commerçants qui ne pouvaient pas payer | un notable a été frappé par {A}'],
    ['CV.03', 26, 'harm', 'Abduction of civilians', 'Enlèvement de civils', '{A} took people from a minibus and led them into the hills | a trader was taken from home by {A}, who ask for ransom | {A} abducted young people returning from the market', '{A} ont enlevé des passagers d’un minibus | un commerçant a été enlevé à son domicile par {A}'],
    ['CV.04', 9, 'harm', 'Conflict-related sexual violence', 'Violence sexuelle liée au conflit', 'a case of conflict-related sexual violence was brought to a partner; details are held by the responsible section', 'un cas de violence sexuelle liée au conflit a été signalé à un partenaire ; les détails sont conservés par la section compétente'],
    ['CV.05', 14, 'harm', 'Village burned', 'Village incendié', '{A} burned about {N} houses and took goats and seed | smoke was seen over {V}; {N} houses were later found burned', '{A} ont incendié environ {N} maisons | de la fumée a été vue au-dessus de {V}, où {N} maisons ont brûlé'],
    ['CV.06', 8, 'harm', 'Forced labour', 'Travail forcé', '{A} made men carry looted goods for two days', '{A} ont contraint des hommes à porter des biens pillés'],
    ['CV.07', 6, 'harm', 'Child recruitment', 'Recrutement d’enfants', 'children were seen among fighters of {A}', 'des enfants ont été vus parmi les combattants de {A}'],
    ['CV.08', 14, 'harm', 'Arbitrary detention', 'Détention arbitraire', '{B} hold {N} men without charge in a container | two teachers were detained by {B} at a checkpoint', '{B} détiennent {N} hommes sans inculpation'],
    ['CV.10', 5, 'harm', 'Attack on school or clinic', 'Attaque d’école ou de dispensaire', '{A} took the solar panels and medicines of the health post | a school was used overnight by {A} and left damaged', '{A} ont pillé le poste de santé | une école a été occupée par {A}'],
    ['CV.12', 62, 'crime', 'Illegal checkpoint', 'Barrage illégal', '{A} put up a rope across the road and ask each vehicle for money | a new checkpoint of {A} takes a share of the harvest | drivers say that {A} collect a tax at the bridge', '{A} ont dressé un barrage et font payer chaque véhicule | les chauffeurs disent que {A} prélèvent une taxe au pont'],
    ['CV.13', 38, 'crime', 'Cattle raid', 'Vol de bétail', '{A} drove off about {N} head of cattle towards the hills | {N} cows were taken at night; tracks lead towards {V}', '{A} ont emporté environ {N} têtes de bétail | {N} vaches ont été volées pendant la nuit'],
    ['CV.14', 8, 'harm', 'Mob violence', 'Justice populaire', 'a crowd beat a man accused of theft at the market', 'une foule a battu un homme accusé de vol au marché'],
    ['CR.01', 34, 'crime', 'Armed robbery', 'Vol à main armée', '{A} robbed passengers of a bush taxi of money and phones | {A} entered a shop and took the day’s takings at gunpoint | {A} stopped motorcycles and took {N} phones', '{A} ont dévalisé les passagers d’un taxi-brousse | {A} ont volé {N} téléphones sous la menace d’une arme'],
    ['CR.02', 6, 'crime', 'Murder', 'Meurtre', 'a man was found stabbed behind the market; a quarrel over money is suspected | a night guard was killed by {A} during a theft', 'un homme a été retrouvé poignardé derrière le marché'],
    ['CR.03', 7, 'crime', 'Kidnapping for ransom', 'Enlèvement contre rançon', 'a trader’s son was taken by {A}, who ask for {N} goats | {A} hold a driver and ask his family for money', '{A} ont enlevé le fils d’un commerçant et demandent une rançon'],
    ['CR.04', 26, 'crime', 'Burglary', 'Cambriolage', 'a shop was broken into | a warehouse lost {N} bags of rice to thieves | solar panels were taken from the roof of a school', 'une boutique a été cambriolée | {N} sacs de riz ont été volés dans un entrepôt'],
    ['CR.05', 18, 'crime', 'Banditry on the road', 'Coupeurs de route', '{A} blocked the road with stones and robbed {N} vehicles one after the other | a minibus was shot at by {A} when it did not stop', '{A} ont barré la route avec des pierres et dévalisé {N} véhicules'],
    ['MV.01', 48, 'move', 'Movement of armed group', 'Mouvement de groupe armé', 'a column of {N} fighters of {A} was seen moving on foot | {A} crossed the river with {N} motorcycles | pick-ups with fighters of {A} passed through during the night', 'une colonne de {N} combattants de {A} a été vue | {A} ont traversé la rivière avec {N} motos'],
    ['MV.02', 22, 'move', 'Build-up', 'Concentration de forces', '{A} have gathered near {V}; estimates vary around {N} | women at the market speak of {N} new fighters of {A} camping in the hills', '{A} se rassemblent près de {V} ; on parle de {N} hommes'],
    ['MV.03', 10, 'move', 'Recruitment', 'Recrutement', '{A} called on families to give one son each', '{A} ont demandé à chaque famille de donner un fils'],
    ['AR.01', 9, 'move', 'Weapons seized', 'Saisie d’armes', '{B} seized {N} rifles at a roadblock | {N} hunting rifles were handed in', '{B} ont saisi {N} fusils à un barrage'],
    ['AR.02', 7, 'move', 'Arms smuggling', 'Trafic d’armes', 'boats landed crates at night; {A} are said to be waiting for them', 'des pirogues ont débarqué des caisses de nuit ; {A} seraient impliqués'],
    ['IN.01', 12, 'crowd', 'Hate speech', 'Discours de haine', 'a voice message calls for the neighbours to be driven out', 'un message vocal appelle à chasser les voisins'],
    ['IN.02', 18, 'crowd', 'Rumour', 'Rumeur', 'a rumour says that {A} will attack on market day | people repeat that wells have been poisoned; no evidence was found', 'une rumeur annonce une attaque de {A} le jour du marché'],
    ['IN.03', 10, 'crowd', 'Disinformation', 'Désinformation', 'an old picture is being shared as proof that the mission arms {A}', 'une vieille photo circule comme preuve que la mission arme {A}'],
    ['HZ.01', 14, 'need', 'Flood', 'Inondation', 'the river left its bed and {N} houses stand in water | a culvert was washed away and the road is cut', 'la rivière est sortie de son lit et {N} maisons sont inondées | un ponceau a été emporté'],
    ['HZ.02', 8, 'need', 'Fire', 'Incendie', 'a fire destroyed {N} shelters | a market row burned down; a cooking fire is thought to be the cause', 'un incendie a détruit {N} abris'],
    ['HZ.03', 18, 'need', 'Road accident', 'Accident de la route', 'an overloaded truck overturned on the slope | a motorcycle and a mission vehicle collided', 'un camion surchargé s’est renversé'],
  ]),
  ...lines('EVENT', [
    ['CU.01', 34, 'crowd', 'Demonstration', 'Manifestation', 'about {N} people marched to the office of the prefect over unpaid salaries | some {N} women demonstrated peacefully for safer roads', 'environ {N} personnes ont marché vers la préfecture | des femmes ont manifesté pacifiquement pour la sécurité des routes'],
    ['CU.02', 8, 'crowd', 'Riot', 'Émeute', 'young men burned tyres and broke the windows of the town hall', 'des jeunes ont brûlé des pneus et cassé les vitres de la mairie'],
    ['CU.03', 9, 'crowd', 'Strike', 'Grève', 'health workers stayed at home for the second day', 'le personnel de santé est en grève'],
    ['CU.04', 14, 'crowd', 'Road-block', 'Barricade', 'residents closed the road with trunks to ask for a bridge', 'des habitants ont barré la route avec des troncs'],
    ['PO.01', 26, 'talk', 'Political meeting', 'Réunion politique', 'representatives of four parties met the prefect | a delegation from the capital spoke to the elders', 'des représentants de quatre partis ont rencontré le préfet | une délégation de la capitale s’est entretenue avec les notables'],
    ['PO.02', 8, 'talk', 'Local agreement', 'Accord local', 'two communities agreed on grazing routes and on compensation for {N} head of cattle', 'deux communautés se sont entendues sur les couloirs de pâturage'],
    ['PO.04', 14, 'talk', 'Outcome of engagement', 'Résultat d’une rencontre', 'the commander of {A} promised to take away the checkpoint within the week', 'le commandant de {A} a promis de lever le barrage'],
    ['DP.01', 26, 'need', 'Displacement', 'Déplacement', 'families with mattresses and goats were seen walking towards {V} | about {N} households left their homes after threats by {A}', 'environ {N} ménages ont quitté leurs maisons après des menaces de {A} | des familles marchent vers {V}'],
    ['DP.02', 10, 'need', 'Return', 'Retour', 'about {N} households came back to repair their houses', 'environ {N} ménages sont revenus réparer leurs maisons'],
    ['HE.01', 10, 'need', 'Suspected outbreak', 'Suspicion d’épidémie', 'the health post counts {N} cases of watery diarrhoea in three days | {N} children with fever and rash were seen', 'le poste de santé compte {N} cas de diarrhée aqueuse en trois jours'],
    ['HE.02', 14, 'need', 'Health situation', 'Situation sanitaire', 'the clinic has run out of rehydration salts | a vaccination team reached {N} children', 'le dispensaire n’a plus de sels de réhydratation'],
    ['EV.01', 4, 'talk', 'Election event', 'Activité électorale', 'voter registration is planned', 'l’enrôlement des électeurs est prévu'],
    ['EV.02', 10, 'crowd', 'Planned rally', 'Rassemblement prévu', 'a rally of some {N} people is announced', 'un rassemblement d’environ {N} personnes est annoncé'],
    ['EV.03', 22, 'talk', 'Market day', 'Jour de marché', 'the weekly market is expected to draw {N} traders', 'le marché hebdomadaire devrait attirer {N} commerçants'],
    ['EV.05', 8, 'talk', 'VIP visit', 'Visite officielle', 'a minister is expected with an escort of {B}', 'un ministre est attendu avec une escorte de {B}'],
    ['EV.06', 16, 'work', 'Planned convoy', 'Convoi prévu', 'a supply convoy of {N} trucks is planned', 'un convoi de {N} camions est prévu'],
    ['EV.07', 6, 'work', 'Rotation', 'Relève', 'the rotation of a company is planned', 'la relève d’une compagnie est prévue'],
  ]),
  ...lines('ACTIVITY', [
    ['AV.01', 190, 'work', 'Patrol', 'Patrouille', 'a vehicle patrol visited {V} and spoke with shopkeepers | a foot patrol went around the market | a long-range patrol stayed overnight near {V} | a vehicle patrol covered the road between two villages and back', 'une patrouille motorisée a visité {V} et parlé aux commerçants | une patrouille à pied a fait le tour du marché | une patrouille a couvert la route aller et retour'],
    ['AV.02', 44, 'work', 'Escort', 'Escorte', 'a convoy of {N} trucks was escorted to {V} | women collecting firewood were accompanied | an aid team was escorted to a distribution', 'un convoi de {N} camions a été escorté jusqu’à {V} | des femmes ramassant du bois ont été accompagnées'],
    ['AV.03', 14, 'talk', 'Joint protection team', 'Équipe conjointe de protection', 'a joint protection team held {N} focus groups, with women apart', 'une équipe conjointe de protection a tenu {N} groupes de discussion'],
    ['AV.04', 40, 'talk', 'Key-leader engagement', 'Rencontre avec un notable', 'the commander met the chief about the road and the water point | the battalion met the local commander of {B} | elders were asked about the movements of {A}', 'le commandant a rencontré le chef du village | le bataillon a rencontré le commandant local de {B}'],
    ['AV.05', 22, 'work', 'Drone sortie', 'Sortie de drone', 'a drone looked at the road and the ford for {N} minutes; nothing unusual was seen', 'un drone a observé la route et le gué pendant {N} minutes'],
    ['AV.06', 7, 'work', 'Cordon and search', 'Bouclage et fouille', 'a cordon was laid around {N} compounds; two rifles were taken', 'un bouclage a été effectué autour de {N} concessions'],
    ['AV.07', 9, 'blast', 'EOD task', 'Tâche de dépollution', 'an EOD team destroyed {N} items in place', 'une équipe de dépollution a détruit {N} engins sur place'],
    ['AV.08', 16, 'need', 'Medical outreach', 'Consultation foraine', 'medics saw {N} patients in a day', 'les médecins ont vu {N} patients en une journée'],
    ['AV.09', 9, 'talk', 'Quick-impact project', 'Projet à impact rapide', 'a well was handed over to the village committee', 'un puits a été remis au comité du village'],
    ['AV.10', 5, 'talk', 'Disarmament', 'Désarmement', '{N} fighters of {A} registered at the site', '{N} combattants de {A} se sont inscrits au site'],
    ['AV.11', 14, 'talk', 'Ceasefire verification', 'Vérification du cessez-le-feu', 'observers checked a complaint about movements of {A} along the Separation Line', 'des observateurs ont vérifié une plainte visant {A}'],
    ['AV.12', 26, 'talk', 'Community meeting', 'Réunion communautaire', '{N} people came to a meeting about safety on market days | women and young people raised the checkpoints of {A}', '{N} personnes ont assisté à une réunion sur la sécurité'],
    ['AV.13', 8, 'talk', 'Training', 'Formation', '{N} police officers followed a course on first response', '{N} policiers ont suivi une formation'],
    ['AV.14', 26, 'work', 'Checkpoint', 'Point de contrôle', 'a checkpoint was run at the junction; {N} vehicles were looked at', 'un point de contrôle a été tenu au carrefour ; {N} véhicules contrôlés'],
    ['AV.15', 2, 'work', 'Base opened', 'Ouverture de base', 'a temporary base was opened for ten days', 'une base temporaire a été ouverte pour dix jours'],
  ]),
]
