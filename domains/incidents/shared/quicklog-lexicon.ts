/**
 * Words of radio lines, telephone calls and messages, by the code they mean. English, French, Spanish and Arabic;
 * a phrase ending in `*` also matches longer words. Missions add their own as synonyms of their taxonomy.
 */
import type { Impact, Weapon } from './model.ts'

export type HarmKind = 'killed' | 'injured' | 'missing' | 'abducted' | 'released'

/** Category phrases: code → how telling the words are (a patrol is mentioned in passing, an ambush is not), then the phrases. */
export const CATEGORY_WORDS: Readonly<Record<string, readonly [weight: number, phrases: string]>> = {
  'AC.01': [2, 'contact | tic | troops in contact | armed clash* | clash* | firefight* | fire fight | exchange of fire | exchange fire | engagement | fighting | affrontement* | accrochage* | échange de tirs | échanges de tirs | combat* | enfrentamiento* | اشتباك* | معارك | قتال | enfrentamiento* armado* | choque* armado* | combates | intercambio de disparos | contacto'],
  'AC.02': [4, 'attack on base | attack on position | base attacked | position attacked | attaque de base | attaque de position | attaque contre la base | attaque contre la position | attaque du camp | هجوم على قاعدة | هجوم على موقع | ataque a la base | ataque a base | ataque a posición | ataque contra la base | ataque contra la posición'],
  'AC.03': [5, 'amb | ambush* | embuscade* | embusqué* | emb | emboscada* | كمين'],
  'AC.04': [5, 'idf | indirect fire | shelling | shelled | mortar fire | mortar attack | mortar rounds | mort fire | mort rds | mort attack | mortar rds | artillery fire | arty fire | rocket fire | rocket attack | rockets fired | incoming | tir indirect | tirs indirects | tir* de mortier* | tir* de roquette* | tirs de mortiers | tirs de roquettes | tirs de mortier | tirs de roquette | obus | pilonnage* | bombardement* | tirs d’artillerie | قصف | fuego indirecto | fuego de mortero | ataque con mortero | ataque con cohetes | bombardeo*'],
  'AC.05': [5, 'airstrike* | air strike* | air raid* | warplane* | barrel bomb* | drone strike | drone attack | frappe aérienne | frappes aériennes | frappe de drone | raid aérien | ataque aéreo | غارة | غاره جويه | ataque con dron | ataque con drones | bombardeo aéreo'],
  'AC.06': [6, 'complex attack | attaque complexe | ataque complejo | هجوم مركب'],
  'AC.07': [4, 'ceasefire violation | cease fire violation | cfv | violation of the ceasefire | violation du cessez le feu | violation cessez le feu | خرق وقف اطلاق النار | violación del alto el fuego'],
  'AC.08': [3, 'shooting | shots fired | shots heard | gunshots | gunshot | gun fire | gunfire | small arms fire | saf fire | sniper* | sniping | firing | shot at | tirs | coups de feu | tir de sniper | fusillade | tireur embusqué | rafale* | disparos | tiroteo | اطلاق نار | اطلاق النار | قنص | tiroteo* | francotirador* | ráfaga* | se oyeron disparos'],
  'AC.09': [4, 'seized control | took control | captured the town | overran | prise de la ville | pris le contrôle | prise de contrôle | سيطروا على | سيطره على | tomaron el control | toma de la localidad'],
  'AC.10': [3, 'show of force | démonstration de force | استعراض قوه | demostración de fuerza'],
  'AC.11': [5, 'intercommunal* | inter communal* | communal clash* | ethnic clash* | intercommunautaire* | inter communautaire* | affrontement intercommunautaire | affrontements intercommunautaires | conflit communautaire | choque intercomunitario | choques intercomunitarios | enfrentamiento intercomunitario | violencia intercomunitaria'],
  'EX.01': [5, 'ied | ieds | ied strike | ied detonation | ied explosion | ied attack | roadside bomb | explosion | blast | detonation | eei | engin explosif improvisé | explosion d’eei | déflagration | عبوة ناسفة | انفجار | explosión de aei | artefacto explosivo improvisado | aei | explosión | bomba en la carretera'],
  'EX.02': [6, 'ied found | ied discovered | ied cleared | ied defused | suspected ied | susp ied | possible ied | eei découvert | eei désamorcé | eei neutralisé | eei suspect | suspicion d’eei | aei encontrado | aei hallado | aei desactivado | aei neutralizado'],
  'EX.03': [5, 'mine strike | landmine* | land mine* | mine explosion | mine | mines | saute sur une mine | sauté sur une mine | لغم | الغام | mina antipersonal | mina antipersona | mina antitanque | explosión de mina | minas terrestres'],
  'EX.04': [5, 'uxo | erw | unexploded ordnance | unexploded | reg | engin non explosé | munition non explosée | restes explosifs | munición sin explotar | municiones sin explotar | artefacto sin explotar | artefactos sin explotar | resto explosivo | restos explosivos'],
  'EX.05': [6, 'uxo accident | uxo explosion | uxo exploded | erw accident | erw explosion'],
  'EX.06': [6, 'vbied | svbied | suicide attack | suicide bomb* | suicide bomber | car bomb* | véhicule piégé | voiture piégée | attentat suicide | kamikaze* | هجوم انتحاري | سيارة مفخخة | coche bomba | ataque suicida | atentado suicida'],
  'EX.07': [4, 'grenade attack | grenade explosion | hand grenade thrown | grenade thrown | jet de grenade | attaque à la grenade | grenade lancée | ataque con granada | granada lanzada | lanzamiento de granada'],
  'EX.08': [6, 'hoax | false alarm | bomb hoax | fausse alerte | انذار كاذب | falsa alarma'],
  'EX.09': [5, 'explosives cache | ammunition cache | ammo cache | cache d’explosifs | cache de munitions | depósito oculto de explosivos | escondite de municiones'],
  'EX.10': [6, 'depot explosion | explosion at ammunition depot | explosion dépôt | explosion du dépôt'],
  'UN.01': [6, 'attack on peacekeepers | attack on un personnel | peacekeepers attacked | casques bleus attaqués | attaque contre les casques bleus'],
  'UN.02': [6, 'attack on un base | attack on un camp | attack on un premises | attaque contre le camp de l’onu | un base attacked | un camp attacked'],
  'UN.03': [6, 'attack on un convoy | attack on un patrol | un convoy attacked | un patrol attacked | un patrol ambushed | un convoy ambushed | attaque convoi onu | patrouille onu attaquée | convoi onu attaqué | ataque a convoy de la onu | ataque a patrulla de la onu | convoy de la onu atacado | patrulla de la onu atacada'],
  'UN.04': [6, 'aircraft fired upon | helicopter fired upon | heli fired at | shots at helicopter | tirs sur hélicoptère | tirs contre un hélicoptère'],
  'UN.05': [5, 'carjack* | hijack* | vehicle hijacked | un vehicle stolen | détournement de véhicule | vol de véhicule onu | robo de vehículo de la onu'],
  'UN.06': [6, 'un staff abducted | un staff detained | peacekeeper abducted | personnel onu enlevé | personnel onu détenu'],
  'UN.07': [5, 'fom | restriction of movement | freedom of movement | denied passage | denied access to patrol | patrol blocked | patrol denied | patrol stopped | sofa violation | entrave à la liberté de mouvement | restriction de mouvement | patrouille bloquée | passage refusé | منع الدورية | patrulla detenida | patrulla bloqueada | restricción de movimiento | restricción de movimientos | paso denegado'],
  'UN.08': [4, 'hostile crowd | stone throwing | stones thrown | rocks thrown | crowd threatening | foule hostile | jets de pierres | jet de pierres | caillassage | حشد غاضب | multitud hostil | lanzamiento de piedras | pedradas'],
  'UN.09': [5, 'drone overflight | uav overflight | hostile drone | hostile uas | unknown drone | drone sighted | survol de drone | survol drone | drone hostile | drone non identifié | sobrevuelo de dron | dron hostil | dron no identificado'],
  'UN.10': [5, 'anti un campaign | campagne anti onu | disinformation against un'],
  'HA.01': [6, 'aid worker killed | ngo staff killed | humanitaire tué | humanitarian killed | trabajador humanitario muerto'],
  'HA.02': [6, 'aid worker abducted | ngo staff abducted | aid worker kidnapped | humanitaire enlevé | trabajador humanitario secuestrado'],
  'HA.03': [5, 'aid looted | warehouse looted | food aid looted | wfp looted | aide pillée | pillage d’aide | entrepôt pillé | نهب مساعدات | ayuda saqueada | almacén saqueado | saqueo de ayuda'],
  'HA.04': [5, 'humanitarian access denied | ngo denied access | aid convoy blocked | accès humanitaire refusé | convoi humanitaire bloqué | acceso humanitario denegado | convoy humanitario bloqueado'],
  'HA.05': [5, 'health centre attacked | health center attacked | clinic attacked | ambulance attacked | centre de santé attaqué | ambulance attaquée'],
  'CV.01': [4, 'civilians killed | killing of civilians | massacre* | extrajudicial killing | summary execution* | exécution* sommaire* | exécutions sommaires | مجزره | مذبحه | matanza* | masacre* | civiles muertos | ejecución sumaria | ejecuciones sumarias'],
  'CV.02': [3, 'beaten | beating | assaulted | passé à tabac | tabassé* | battu | battus | ضرب | golpeado* | golpiza | paliza'],
  'CV.03': [5, 'abduct* | kidnap* | hostage* | enlèvement* | enlevé* | kidnappé* | otage* | rapt | rapts | secuestr* | خطف | اختطف* | اختطاف | رهاين | secuestro* | rapto* | rehén | rehenes | toma de rehenes'],
  'CV.04': [6, 'crsv | rape* | raped | gang rape | sexual violence | sexual assault | viol | viols | violée* | violence sexuelle | violences sexuelles | اغتصاب | violación sexual | violencia sexual | agresión sexual | violada | violadas'],
  'CV.05': [5, 'village burnt | village burned | houses burnt | houses burned | huts burnt | huts burned | tukuls burnt | looting | looted | houses torched | incendie du village | village incendié | maisons incendiées | maisons brûlées | cases brûlées | pillage* | pillé* | احرقوا القريه | نهب | aldea quemada | casas quemadas | saqueo* | saquearon | quemaron la aldea'],
  'CV.06': [5, 'forced recruitment | forced labour | recrutement forcé | travail forcé | تجنيد قسري | reclutamiento forzado | trabajo forzado'],
  'CV.07': [6, 'child soldiers | child recruitment | children recruited | enfants soldats | recrutement d’enfants | niños soldados | reclutamiento de niños'],
  'CV.08': [4, 'arbitrary arrest* | arbitrary detention | arrested | detained | arrestation* | détention arbitraire | arrêtés | اعتقال | detención arbitraria | detenciones arbitrarias | detenidos'],
  'CV.09': [6, 'torture* | تعذيب | tortura*'],
  'CV.10': [6, 'school attacked | hospital attacked | attack on school | attack on hospital | school burnt | école attaquée | hôpital attaqué | attaque contre une école | école incendiée | هجوم على مدرسه | هجوم على مستشفي | escuela atacada | hospital atacado | ataque a escuela | ataque a hospital'],
  'CV.12': [4, 'illegal checkpoint* | illegal tax* | illegal cp | barrage illégal | taxe illégale | taxes illégales | racket | control ilegal | retén ilegal | cobro ilegal | impuesto ilegal'],
  'CV.13': [6, 'cattle raid* | cattle rustling | cattle stolen | livestock stolen | cattle looted | vol de bétail | bétail volé | razzia* | نهب ماشيه | سرقه ماشيه | robo de ganado | ganado robado | abigeato'],
  'CV.14': [5, 'mob justice | lynch* | mob violence | justice populaire | vindicte populaire | linchamiento* | justicia por mano propia'],
  'CV.15': [5, 'forced displacement | forcibly displaced | déplacement forcé | تهجير | desplazamiento forzado'],
  'CR.01': [4, 'armed robbery | robbery | robbed | hold up | braquage* | vol à main armée | سطو | robo a mano armada | atraco* | asalto armado'],
  'CR.02': [4, 'murder* | homicide* | meurtre* | assassinat* | asesinato* | homicidio*'],
  'CR.03': [6, 'kidnapping for ransom | ransom | rançon | rescate exigido | secuestro extorsivo'],
  'CR.04': [3, 'theft | burglary | stolen | cambriolage* | vol simple | سرقه | hurto* | robo'],
  'CR.05': [5, 'banditry | bandit* | highway robbery | coupeurs de route | brigandage | bandidos | bandidaje | salteadores'],
  'CR.06': [4, 'trafficking | trafic de drogue | trafic d’êtres humains | narcotráfico | trata de personas'],
  'CU.01': [4, 'demo | demonstrat* | protest* | sit in | march by | manif | manifs | manifestation* | manifestant* | sit-in | marche pacifique | manifestación | مظاهره | احتجاج* | تظاهره | protesta* | marcha pacífica | sentada | manifestantes'],
  'CU.02': [5, 'riot* | unrest | looting riot | émeute* | شغب | disturbio* | motín | motines'],
  'CU.03': [4, 'general strike | strike by workers | workers strike | grève* | اضراب | huelga*'],
  'CU.04': [4, 'roadblock* | road block* | road blocked | road closed | burning tyres | burning tires | barricade* | route bloquée | route barrée | barrage routier | pneus brûlés | قطع الطريق | طريق مغلق | bloqueo de carretera | carretera bloqueada | carretera cortada | barricadas | neumáticos quemados'],
  'CU.05': [5, 'curfew | state of emergency | couvre feu | état d’urgence | حظر تجول | toque de queda | estado de emergencia'],
  'PO.02': [4, 'peace agreement | agreement signed | accord de paix | accord signé | acuerdo de paz'],
  'MV.01': [3, 'troop movement* | armed group moving | column of vehicles | moving towards | mouvement de troupes | mouvements de troupes | colonne de véhicules | déplacement de combattants | تحرك قوات | تحركات | movimiento de tropas | movimientos de tropas | columna de vehículos'],
  'MV.02': [4, 'build up | buildup | massing | regroupement | renforcement | حشود | concentración de fuerzas | concentración de tropas'],
  'MV.03': [3, 'recruitment | recrutement | تجنيد | reclutamiento'],
  'MV.05': [4, 'cross border | crossed the border | crossing the border | transfrontalier | a traversé la frontière | عبر الحدود | cruzaron la frontera | transfronterizo'],
  'AR.01': [4, 'weapons seized | arms seized | weapon seizure | weapons recovered | saisie d’armes | armes saisies | armes récupérées | ضبط اسلحه | armas incautadas | incautación de armas | armas recuperadas'],
  'AR.02': [4, 'arms smuggling | weapons smuggling | trafic d’armes | contrebande d’armes | تهريب اسلحه | contrabando de armas | tráfico de armas'],
  'AR.03': [5, 'arms cache | weapons cache | weapon cache | cache d’armes | مخبا اسلحه | alijo de armas | escondite de armas'],
  'DP.01': [3, 'idp | idps | displaced | fled | fleeing | displacement | déplacés | pdi | déplacement de population | ont fui | fuite de la population | نازح* | نزوح | desplazados | huyeron | desplazamiento'],
  'DP.02': [4, 'returnees | idp return | retour de déplacés | retournés | عوده نازحين | retornados | retorno de desplazados'],
  'IN.01': [5, 'hate speech | discours de haine | خطاب كراهيه | discurso de odio'],
  'IN.02': [3, 'rumour* | rumor* | rumeur* | شايعات | rumor | rumores'],
  'IN.03': [4, 'disinformation | misinformation | fake news | désinformation | fausses nouvelles | desinformación | noticias falsas'],
  'HE.01': [4, 'cholera | ebola | measles | disease outbreak | outbreak of cholera | outbreak of measles | suspected cases | épidémie | choléra | rougeole | كوليرا | وباء | cólera | sarampión | brote de | epidemia'],
  'HZ.01': [4, 'flood* | flash flood | inondation* | فيضان* | سيول | inundación | inundaciones | crecida'],
  'HZ.02': [3, 'market fire | house fire | bush fire | fire outbreak | fire in | incendie* | feu de brousse | حريق | incendio en | incendio forestal | incendio de'],
  'HZ.03': [4, 'rta | road accident | traffic accident | vehicle accident | vehicle rollover | accident de la route | accident de circulation | accident de véhicule | حادث سير | حادث مرور | accidente de tráfico | accidente de carretera | accidente de tránsito | choque de vehículos | vuelco'],
  'HZ.04': [5, 'aircraft crash | plane crash | helicopter crash | heli crash | hard landing | crash d’avion | crash hélicoptère | accidente de avión | accidente de helicóptero'],
  'HZ.06': [4, 'landslide | storm | glissement de terrain | tempête | عاصفه | deslizamiento de tierra | tormenta'],
  'EV.02': [2, 'rally | meeting politique | rassemblement*'],
  'EV.03': [1, 'market day | jour de marché'],
  'AV.01': [1, 'patrol | patrols | ptl | foot patrol | patrouille* | دوريه | patrulla*'],
  'AV.02': [1, 'escort* | escorte* | escolta'],
  'AV.04': [3, 'kle | key leader engagement'],
  'AV.06': [4, 'cordon and search | bouclage et fouille | bouclage'],
  'AV.07': [4, 'eod task | eod team | controlled demolition | déminage | neutralisation par explosif | desminado'],
  'AV.08': [3, 'medical outreach | cimic | action médicale'],
  'AV.14': [1, 'checkpoint | vcp | point de contrôle | حاجز | puesto de control'],
}

/** Two words near each other that mean more together, in either order: [one, other, greatest distance in words, code, weight]. */
export const CATEGORY_PAIRS: readonly [first: string, second: string, gap: number, code: string, weight: number][] = [
  ['attack* | attaqu* | assault* | هجوم | هاجم*', 'base | position | camp | post | tob | cob | poste | garrison | caserne | barracks | checkpoint | قاعده | موقع | معسكر', 5, 'AC.02', 5],
  ['attack* | attaqu* | هجوم | هاجم* | ambush* | embuscade*', 'un convoy | un patrol | convoi onu | patrouille onu | convoi de l’onu | patrouille de l’onu | peacekeepers | casques bleus | our patrol | own patrol | our convoy', 4, 'UN.03', 4.5],
  ['attack* | attaqu* | هجوم | هاجم* | burn* | burnt | brûl* | incendi*', 'school | hospital | clinic | école | hôpital | lycée | مدرسه | مستشفي', 4, 'CV.10', 5.5],
  ['burn* | burnt | torched | set ablaze | brûl* | incendi* | looted | pill* | احرق* | حرق', 'village | villages | houses | huts | tukuls | homes | maisons | cases | hameau | قريه | منازل | بيوت', 6, 'CV.05', 5],
  ['stole | stolen | stole* | raid* | rustled | volé* | vol | emporté* | سرق* | نهب*', 'cattle | livestock | cows | goats | herd | bétail | vaches | bœufs | troupeau | troupeaux | ماشيه | ابقار', 5, 'CV.13', 6],
  ['ied | ieds | eei', 'found | discovered | cleared | defused | destroyed | located | neutralised | neutralized | disposed | découvert | trouvé | désamorcé | neutralisé | détruit', 5, 'EX.02', 7],
  ['uxo | erw | unexploded', 'exploded | detonated | accident | explosé | injured | killed', 4, 'EX.05', 6.5],
  ['attack* | attaqu* | هجوم | هاجم*', 'village | civilians | villagers | civils | population | مدنيين | قريه', 5, 'CV', 1.5],
  ['shot | fired | opened fire | ouvert le feu | tiré*', 'helicopter | heli | aircraft | hélicoptère | aéronef', 5, 'UN.04', 6],
  ['kidnap* | abduct* | enlev* | detain* | déten*', 'un staff | peacekeeper* | milob* | casque bleu | casques bleus | personnel onu', 5, 'UN.06', 6],
  ['vehicle | truck | véhicule | convoy | convoi', 'hijacked | carjacked | détourné', 4, 'UN.05', 5.5],
]

/** Weapons by name. The name as typed is kept beside the code, because a code says less: a PKM is a machine gun a man carries, counted as small arms. */
export const WEAPON_WORDS: Readonly<Record<Weapon['code'], string>> = {
  SAF: 'saf | small arms | rifle | rifles | assault rifle* | ak | ak47 | ak 47 | akm | aks | kalash | kalashnikov* | pkm | pk | rpk | rpd | gpmg | lmg | machine gun | machine guns | mg | m16 | m4 | fal | g3 | pistol* | handgun* | revolver* | shotgun* | sniper rifle | svd | dragunov | armes légères | alpc | fusil* | pistolet* | mitrailleuse légère | mitrailleuse* | kalachnikov* | calibre 12 | arme de chasse | fusil de chasse | fusil* d’assaut | بندقيه | بنادق | كلاشينكوف | رشاش | رشاشات | مسدس | ametralladora* | pistola* | escopeta* | armas cortas | armas ligeras | kalásnikov',
  HMG: 'hmg | heavy machine gun* | dshk | dshka | dushka | douchka | doshka | kpv | zpu | zu 23 | zu23 | 12 7 mm | 12 7mm | 14 5 mm | 14 5mm | 12.7 | 14.5 | 12.7mm | 14.5mm | technical | technicals | mitrailleuse lourde | mitrailleuses lourdes | pick up armé | دوشكا | رشاش ثقيل | ametralladora pesada | ametralladoras pesadas',
  RPG: 'rpg | rpgs | rpg7 | rpg 7 | lance roquettes | lance roquette | قاذف rpg | ار بي جي | spg 9 | spg9 | lanzagranadas | lanzacohetes',
  MTR: 'mortar | mortars | mtr | 60mm | 81mm | 82mm | 120mm | 60 mm | 81 mm | 82 mm | 120 mm | 60mm mortar | 81mm mortar | 82mm mortar | 120mm mortar | 60 mm mortar | 81 mm mortar | 82 mm mortar | 120 mm mortar | mort rds | mort rounds | mort fire | mortier | mortiers | هاون | mortero | morteros',
  RKT: 'rocket | rockets | rkt | 107mm | 122mm | 107 mm | 122 mm | grad | katyusha | mlrs | roquette | roquettes | missile | missiles | صاروخ | صواريخ | cohete | cohetes | misil | misiles',
  ART: 'artillery | arty | howitzer* | field gun* | artillerie | obusier* | canon | canons | tank | tanks | char | chars | مدفعيه | دبابه | artillería | obús | obuses | tanque | tanques',
  IED: 'ied | ieds | vbied | svbied | rcied | rc ied | pressure plate | suicide vest | eei | engin explosif improvisé | ceinture explosive | عبوه ناسفه | aei | chaleco explosivo',
  MINE: 'mine | mines | landmine* | land mine* | at mine | ap mine | mine antipersonnel | mine antichar | mines antipersonnel | لغم | الغام',
  GREN: 'grenade | grenades | hand grenade | hand grenades | gren | ugl | قنبله يدويه | granada | granadas',
  UAS: 'uas | uav | uavs | drone | drones | quadcopter* | طايره مسيره | مسيره | dron',
  BLADE: 'machete | machetes | knife | knives | panga | pangas | spear* | sword* | arrow* | bow and arrow* | axe | axes | couteau | couteaux | arme blanche | armes blanches | lance | lances | flèche | flèches | gourdin* | hache | haches | سكين | ساطور | سواطير | machetes | cuchillo | cuchillos | arma blanca | armas blancas',
  FIRE: 'molotov* | petrol bomb* | arson | cocktail molotov | cocktails molotov',
  TEARGAS: 'tear gas | teargas | gaz lacrymogène* | gaz lacrymo | lacrymogène* | غاز مسيل للدموع | gas lacrimógeno | gases lacrimógenos',
  NONE: 'unarmed | no weapons | sans arme | sans armes | non armés | sin armas | desarmados',
  UNK: 'unknown weapon* | unk weapon* | arme inconnue',
}

/** Who was harmed: phrases by victim group; singular nouns stand alone for one person. */
export const GROUP_WORDS: readonly [group: Impact['group'], singular: string, plural: string][] = [
  ['UNMIL', 'peacekeeper | blue helmet | un soldier | un peacekeeper | milob | un mil | casque bleu | soldat de la paix | soldat onu | soldat de l’onu | own soldier | own troop | un military observer | casco azul | soldado de la onu', 'peacekeepers | blue helmets | un soldiers | un peacekeepers | milobs | un troops | casques bleus | soldats de la paix | soldats onu | soldats de l’onu | own soldiers | own troops | own pax | own | un military | ff | cascos azules | soldados de la onu'],
  ['UNPOL', 'un police officer | un policeman | unpol | policier onu | policier de l’onu | fpu officer', 'un police officers | un police | unpols | fpu | policiers onu | policiers de l’onu'],
  ['UNCIV', 'un staff member | un civilian | agent de l’onu | agent onu | un driver', 'un staff | un civilians | un civ | un pax | personnel onu | personnels onu | agents de l’onu | national staff | un personnel'],
  ['HOSTFORCES', 'soldier | policeman | police officer | gendarme | policier | militaire | soldat | govt soldier | government soldier | جندي | شرطي | soldado | policía | gendarme | agente de policía', 'soldiers | troops | police | policemen | police officers | gendarmes | policiers | militaires | soldats | govt soldiers | government soldiers | army | security forces | fds | forces de sécurité | soldats gouvernementaux | جنود | عسكريين | soldados | policías | fuerzas de seguridad | militares | ejército'],
  ['NSAG', 'militant | rebel | insurgent | assailant | attacker | fighter | gunman | terrorist | combattant | rebelle | assaillant | terroriste | bandit | مسلح | rebelde | atacante | combatiente | insurgente | terrorista', 'militants | rebels | insurgents | assailants | attackers | fighters | gunmen | terrorists | combattants | rebelles | assaillants | terroristes | bandits | uam | uams | armed men | hommes armés | مسلحين | مسلحون | rebeldes | atacantes | combatientes | insurgentes | terroristas | hombres armados'],
  ['CIV', 'civilian | civ | civil | woman | man | child | girl | boy | villager | farmer | herder | student | pupil | driver | passenger | trader | baby | shepherd | civile | femme | homme | enfant | fille | garçon | villageois | paysan | éleveur | berger | commerçant | chauffeur | passager | élève | civil woman | مدني | امراه | طفل | رجل | mujer | hombre | niño | niña | aldeano | campesino | ganadero | pastor | conductor | pasajero | comerciante | estudiante', 'civilians | civs | women | men | children | girls | boys | villagers | farmers | herders | students | pupils | drivers | passengers | traders | idps | minors | civils | femmes | hommes | enfants | filles | garçons | paysans | éleveurs | bergers | commerçants | passagers | élèves | déplacés | women and children | مدنيين | مدنيون | نساء | اطفال | قرويين | civiles | mujeres | hombres | niños | niñas | aldeanos | campesinos | ganaderos | pastores | conductores | pasajeros | comerciantes | estudiantes | desplazados | mujeres y niños'],
  ['HUM', 'aid worker | humanitarian | ngo staff member | ngo worker | ngo driver | ingo driver | lngo driver | ngo volunteer | humanitarian worker | humanitaire | travailleur humanitaire | عامل اغاثه | trabajador humanitario', 'aid workers | humanitarians | ngo staff | ngo workers | humanitarian workers | humanitaires | travailleurs humanitaires | personnel humanitaire | عمال اغاثه | trabajadores humanitarios'],
  ['JOURNALIST', 'journalist | reporter | journaliste | صحفي | periodista', 'journalists | reporters | journalistes | صحفيين'],
  ['UNK', 'person | individual | personne | individu | شخص | persona | víctima', 'people | persons | pers | pax | individuals | others | personnes | individus | victims | victimes | autres | members | membres | اشخاص | شخصا | personas | víctimas | otros'],
]

/** What happened to people. */
export const HARM_WORDS: Readonly<Record<HarmKind, string>> = {
  killed: 'killed | kia | killing | kills | dead | death | deaths | died | fatal | fatality | fatalities | slain | murdered | executed | shot dead | hacked to death | beheaded | deceased | mort | morts | morte | mortes | tué | tués | tuée | tuées | tuant | ont tué | décès | décédé* | abattu | abattus | assassiné* | exécuté* | muerto* | muertos | muerta* | fallecid* | asesinad* | matad* | mataron | mató | قتيل | قتلي | قتل | قتلوا | مقتل | قتيلا | شهيد | شهداء',
  injured: 'injured | inj | injury | injuries | injuring | wia | wounded | wnd | wounding | wounds | hurt | blessé | blessés | blessée | blessées | blessant | blessé grave | blessés graves | blessés légers | blessé léger | herido* | heridos | herida* | lesionad* | جريح | جرحي | جرح | اصيب | اصابه | اصابات | مصاب | مصابين | جريحا',
  missing: 'missing | mia | unaccounted | disparu | disparus | disparue | disparues | porté disparu | portés disparus | مفقود | مفقودين | مفقودون | desaparecid*',
  abducted: 'abducted | kidnapped | kidnapping | abducting | taken hostage | hostages taken | kidnappé | kidnappés | kidnappées | enlevé | enlevés | enlevée | enlevées | pris en otage | prises en otage | secuestrad* | raptad* | retenid* | مخطوف | مخطوفين | خطف | خطفوا | مختطف | مختطفين',
  released: 'released | freed | libéré | libérés | libérée | libérées | relâché | relâchés | افرج | liberad*',
}

/** Casualties without saying which. */
export const HARM_UNKNOWN = 'cas | casualty | casualties | victims reported | victime | victimes | ضحايا | ضحيه | baja | bajas'

/** "No casualties" in its usual forms, by what it denies. */
export const NIL_WORDS: readonly [denied: readonly HarmKind[], phrases: string][] = [
  [['killed', 'injured'], 'nil cas | nil casualty | nil casualties | no cas | no casualties | no casualty | zero cas | zero casualties | 0 cas | 0 casualties | none hurt | no one hurt | nobody hurt | no harm | nil kia wia | aucune victime | aucun mort ni blessé | ni mort ni blessé | ni morts ni blessés | pas de victime | pas de victimes | sans victime | sans victimes | bilan nul | no victims | sin víctimas | sin bajas | ninguna víctima | ni muertos ni heridos | لا ضحايا | لا اصابات | دون اصابات | بدون اصابات | دون ضحايا'],
  [['injured'], 'nil inj | no inj | no injuries | no injured | nil wia | no wia | aucun blessé | pas de blessé | pas de blessés | nil injuries | no wounded'],
  [['killed'], 'nil kia | no kia | no deaths | no fatalities | no one killed | nobody killed | aucun mort | pas de mort | pas de morts | aucun décès | لا قتلي'],
]

/** Every way to say that armed men are not known: one actor, UNK-ARMED. */
export const UNIDENTIFIED_WORDS =
  'uam | uams | unidentified armed men | unidentified armed man | unidentified armed group | unidentified armed elements | unidentified armed individuals | unidentified armed persons | unidentified gunmen | unidentified gunman | unidentified assailants | unidentified attackers | unidentified men | unid armed men | unid gunmen | unident armed men | unknown armed men | unknown armed group | unknown armed elements | unknown armed individuals | unknown gunmen | unknown assailants | unknown attackers | unk armed men | unk gunmen | unk armed elements | unkn armed men | unknown men | armed men | armed individuals | armed elements | armed persons | gunmen | masked men | masked gunmen | uag | hommes armés non identifiés | hommes armés inconnus | hommes armés | homme armé | individus armés non identifiés | individus armés | individus non identifiés | éléments armés non identifiés | éléments armés | inconnus armés | assaillants non identifiés | assaillants inconnus | groupe armé non identifié | hani | iani | eani | bandits armés non identifiés | hombres armados no identificados | hombres armados | individuos armados | elementos armados | desconocidos armados | grupo armado no identificado | atacantes no identificados | مسلحون مجهولون | مسلحين مجهولين | مسلحون | مسلحين | رجال مسلحون | مجهولون'
