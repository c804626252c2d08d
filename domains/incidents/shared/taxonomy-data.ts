/**
 * Taxonomy version 1: code | English | French | Spanish | Arabic | ACLED sub-event | security-threat category | grave violation.
 * The last three are crosswalks; `-` where there is none. Codes are never renamed or re-used.
 */
export const TAXONOMY_V1 = `
AC|Armed conflict|Conflit armé|Conflicto armado|نزاع مسلح|-|armed conflict|-
AC.01|Armed clash|Affrontement armé|Enfrentamiento armado|اشتباك مسلح|Armed clash|armed conflict|-
AC.02|Attack on base or position|Attaque de base ou de position|Ataque a base o posición|هجوم على قاعدة أو موقع|Armed clash|armed conflict|-
AC.03|Ambush|Embuscade|Emboscada|كمين|Armed clash|armed conflict|-
AC.04|Indirect fire|Tir indirect|Fuego indirecto|نيران غير مباشرة|Shelling/artillery/missile attack|armed conflict|-
AC.05|Air or drone strike|Frappe aérienne ou de drone|Ataque aéreo o con dron|غارة جوية أو بطائرة مسيّرة|Air/drone strike|armed conflict|-
AC.06|Complex attack|Attaque complexe|Ataque complejo|هجوم مركّب|Armed clash|terrorism|-
AC.07|Ceasefire violation|Violation du cessez-le-feu|Violación del alto el fuego|خرق وقف إطلاق النار|-|armed conflict|-
AC.08|Shooting or sniping|Tirs ou tireur embusqué|Disparos o francotirador|إطلاق نار أو قنص|Armed clash|armed conflict|-
AC.09|Territory gained or lost|Territoire gagné ou perdu|Territorio ganado o perdido|كسب أو فقدان أرض|Non-state actor overtakes territory|armed conflict|-
AC.10|Show of force|Démonstration de force|Demostración de fuerza|استعراض قوة|-|armed conflict|-
AC.11|Intercommunal clash|Affrontement intercommunautaire|Choque intercomunitario|اشتباك بين المجتمعات|Mob violence|civil unrest|-
EX|Explosive|Explosif|Explosivo|متفجرات|-|armed conflict|-
EX.01|IED detonation|Explosion d’EEI|Detonación de AEI|انفجار عبوة ناسفة|Remote explosive/landmine/IED|terrorism|-
EX.02|IED found or cleared|EEI découvert ou neutralisé|AEI hallado o neutralizado|عبوة ناسفة مكتشفة أو مبطلة|Disrupted weapons use|terrorism|-
EX.03|Mine|Mine|Mina|لغم|Remote explosive/landmine/IED|armed conflict|-
EX.04|Explosive remnant found|Reste explosif découvert|Resto explosivo hallado|ذخيرة متفجرة مكتشفة|-|hazards|-
EX.05|Explosive remnant accident|Accident dû à un reste explosif|Accidente por resto explosivo|حادث بسبب مخلفات متفجرة|Remote explosive/landmine/IED|hazards|Killing or maiming
EX.06|Vehicle-borne or suicide attack|Attentat-suicide ou véhicule piégé|Ataque suicida o coche bomba|هجوم انتحاري أو مركبة مفخخة|Suicide bomb|terrorism|-
EX.07|Grenade|Grenade|Granada|قنبلة يدوية|Grenade|armed conflict|-
EX.08|Hoax or false alarm|Fausse alerte ou leurre|Engaño o falsa alarma|إنذار كاذب|-|crime|-
EX.09|Cache|Cache|Escondite|مخبأ|Disrupted weapons use|armed conflict|-
EX.10|Storage explosion|Explosion d’un dépôt|Explosión de depósito|انفجار مستودع|-|hazards|-
UN|Against UN|Contre l’ONU|Contra la ONU|ضد الأمم المتحدة|-|armed conflict|-
UN.01|Attack on UN personnel|Attaque contre du personnel de l’ONU|Ataque a personal de la ONU|هجوم على موظفي الأمم المتحدة|Attack|terrorism|-
UN.02|Attack on UN premises|Attaque contre des locaux de l’ONU|Ataque a locales de la ONU|هجوم على مقار الأمم المتحدة|Attack|terrorism|-
UN.03|Attack on UN convoy or patrol|Attaque d’un convoi ou d’une patrouille de l’ONU|Ataque a convoy o patrulla de la ONU|هجوم على قافلة أو دورية أممية|Armed clash|armed conflict|-
UN.04|Attack on UN aircraft|Attaque contre un aéronef de l’ONU|Ataque a aeronave de la ONU|هجوم على طائرة أممية|Attack|armed conflict|-
UN.05|Hijack or robbery|Détournement ou vol à main armée|Secuestro de vehículo o robo|اختطاف مركبة أو سطو|Looting/property destruction|crime|-
UN.06|Detention or abduction of UN personnel|Détention ou enlèvement de personnel de l’ONU|Detención o secuestro de personal de la ONU|احتجاز أو خطف موظفين أمميين|Abduction/forced disappearance|terrorism|-
UN.07|Restriction of movement|Entrave à la liberté de mouvement|Restricción de movimiento|تقييد حرية التنقل|-|civil unrest|-
UN.08|Threat or hostile crowd|Menace ou foule hostile|Amenaza o multitud hostil|تهديد أو حشد عدائي|-|civil unrest|-
UN.09|Hostile drone overflight|Survol hostile par un drone|Sobrevuelo hostil de dron|تحليق عدائي لطائرة مسيّرة|-|armed conflict|-
UN.10|Information attack on UN|Attaque informationnelle contre l’ONU|Ataque informativo contra la ONU|هجوم معلوماتي على الأمم المتحدة|-|civil unrest|-
HA|Against humanitarians|Contre les humanitaires|Contra humanitarios|ضد العاملين الإنسانيين|-|crime|-
HA.01|Killing of humanitarian|Meurtre d’un humanitaire|Muerte de humanitario|قتل عامل إنساني|Attack|armed conflict|-
HA.02|Abduction of humanitarian|Enlèvement d’un humanitaire|Secuestro de humanitario|خطف عامل إنساني|Abduction/forced disappearance|crime|-
HA.03|Looting of aid|Pillage d’aide|Saqueo de ayuda|نهب المساعدات|Looting/property destruction|crime|Denial of humanitarian access
HA.04|Access denial|Refus d’accès|Denegación de acceso|منع الوصول|-|civil unrest|Denial of humanitarian access
HA.05|Attack on health or education|Attaque contre la santé ou l’éducation|Ataque a salud o educación|هجوم على الصحة أو التعليم|Attack|armed conflict|Attacks on schools or hospitals
CV|Civilian harm|Atteinte aux civils|Daño a civiles|أذى للمدنيين|-|armed conflict|-
CV.01|Killing of civilians|Meurtre de civils|Muerte de civiles|قتل مدنيين|Attack|armed conflict|Killing or maiming
CV.02|Injury or beating|Blessures ou coups|Lesiones o golpiza|إصابة أو ضرب|Attack|crime|Killing or maiming
CV.03|Abduction|Enlèvement|Secuestro|خطف|Abduction/forced disappearance|crime|Abduction
CV.04|Conflict-related sexual violence|Violence sexuelle liée au conflit|Violencia sexual relacionada con el conflicto|عنف جنسي مرتبط بالنزاع|Sexual violence|armed conflict|Sexual violence
CV.05|Burning or looting of village|Incendie ou pillage de village|Quema o saqueo de aldea|حرق أو نهب قرية|Looting/property destruction|crime|-
CV.06|Forced recruitment or labour|Recrutement ou travail forcé|Reclutamiento o trabajo forzado|تجنيد أو عمل قسري|-|armed conflict|-
CV.07|Child recruitment or use|Recrutement ou utilisation d’enfants|Reclutamiento o uso de niños|تجنيد الأطفال أو استخدامهم|-|armed conflict|Recruitment or use
CV.08|Arbitrary detention|Détention arbitraire|Detención arbitraria|احتجاز تعسفي|Arrests|civil unrest|-
CV.09|Torture|Torture|Tortura|تعذيب|Attack|armed conflict|-
CV.10|Attack on school or hospital|Attaque d’école ou d’hôpital|Ataque a escuela u hospital|هجوم على مدرسة أو مستشفى|Attack|armed conflict|Attacks on schools or hospitals
CV.11|Denial of humanitarian access|Refus d’accès humanitaire|Denegación de acceso humanitario|منع وصول المساعدات|-|armed conflict|Denial of humanitarian access
CV.12|Illegal tax or checkpoint|Taxe ou barrage illégal|Impuesto o retén ilegal|ضريبة أو حاجز غير قانوني|-|crime|-
CV.13|Cattle raid|Vol de bétail|Robo de ganado|غارة على الماشية|Looting/property destruction|crime|-
CV.14|Mob violence|Violence collective|Violencia de turba|عنف الغوغاء|Mob violence|civil unrest|-
CV.15|Forced displacement|Déplacement forcé|Desplazamiento forzado|تهجير قسري|-|armed conflict|-
CR|Crime|Criminalité|Delincuencia|جريمة|-|crime|-
CR.01|Armed robbery|Vol à main armée|Robo a mano armada|سطو مسلح|Looting/property destruction|crime|-
CR.02|Murder|Meurtre|Homicidio|قتل عمد|Attack|crime|-
CR.03|Kidnapping for ransom|Enlèvement contre rançon|Secuestro extorsivo|خطف مقابل فدية|Abduction/forced disappearance|crime|-
CR.04|Theft or burglary|Vol ou cambriolage|Hurto o robo|سرقة|Looting/property destruction|crime|-
CR.05|Banditry on road|Coupeurs de route|Bandidaje en carretera|قطع طريق|Looting/property destruction|crime|-
CR.06|Trafficking|Trafic|Tráfico|اتجار|-|crime|-
CR.07|Sexual assault (crime)|Agression sexuelle (droit commun)|Agresión sexual (delito)|اعتداء جنسي|Sexual violence|crime|-
CU|Civil unrest|Troubles civils|Disturbios civiles|اضطرابات مدنية|-|civil unrest|-
CU.01|Demonstration|Manifestation|Manifestación|مظاهرة|Peaceful protest|civil unrest|-
CU.02|Riot|Émeute|Disturbio|شغب|Violent demonstration|civil unrest|-
CU.03|Strike|Grève|Huelga|إضراب|Peaceful protest|civil unrest|-
CU.04|Road block|Barrage routier|Bloqueo de carretera|قطع طريق احتجاجي|Protest with intervention|civil unrest|-
CU.05|Curfew or state of emergency|Couvre-feu ou état d’urgence|Toque de queda o emergencia|حظر تجول أو طوارئ|Change to group/activity|civil unrest|-
PO|Political|Politique|Político|سياسي|-|-|-
PO.01|Political statement or event|Déclaration ou événement politique|Declaración o evento político|بيان أو حدث سياسي|Other|-|-
PO.02|Agreement|Accord|Acuerdo|اتفاق|Agreement|-|-
PO.03|Election event|Événement électoral|Evento electoral|حدث انتخابي|Other|-|-
PO.04|Key-leader engagement outcome|Résultat d’une rencontre de responsables|Resultado de encuentro con líderes|نتيجة لقاء قيادات|Other|-|-
MV|Movement|Mouvement|Movimiento|تحركات|-|armed conflict|-
MV.01|Troop or group movement|Mouvement de troupes ou de groupe|Movimiento de tropas o grupo|تحرك قوات أو جماعة|Non-violent transfer of territory|armed conflict|-
MV.02|Build-up|Renforcement|Concentración|حشد|-|armed conflict|-
MV.03|Recruitment|Recrutement|Reclutamiento|تجنيد|Change to group/activity|armed conflict|-
MV.04|New base or camp of armed group|Nouvelle base ou camp de groupe armé|Nueva base o campamento|قاعدة أو معسكر جديد|Headquarters or base established|armed conflict|-
MV.05|Cross-border movement|Mouvement transfrontalier|Movimiento transfronterizo|تحرك عبر الحدود|-|armed conflict|-
AR|Arms|Armes|Armas|أسلحة|-|-|-
AR.01|Seizure|Saisie|Incautación|ضبط أسلحة|Disrupted weapons use|crime|-
AR.02|Smuggling|Contrebande|Contrabando|تهريب أسلحة|-|crime|-
AR.03|Arms cache|Cache d’armes|Escondite de armas|مخبأ أسلحة|Disrupted weapons use|armed conflict|-
DP|Displacement|Déplacement|Desplazamiento|نزوح|-|-|-
DP.01|Displacement|Déplacement de population|Desplazamiento|نزوح سكان|-|-|-
DP.02|Return|Retour|Retorno|عودة|-|-|-
DP.03|New site|Nouveau site|Nuevo sitio|موقع جديد|-|-|-
IN|Information|Information|Información|معلومات|-|civil unrest|-
IN.01|Hate speech|Discours de haine|Discurso de odio|خطاب كراهية|-|civil unrest|-
IN.02|Rumour|Rumeur|Rumor|شائعة|-|civil unrest|-
IN.03|Mis- or disinformation|Désinformation|Desinformación|معلومات مضللة|-|civil unrest|-
HE|Health|Santé|Salud|صحة|-|hazards|-
HE.01|Outbreak|Flambée épidémique|Brote|تفشي مرض|-|hazards|-
HE.02|Health event|Événement sanitaire|Evento sanitario|حدث صحي|-|hazards|-
HZ|Hazard and accident|Aléa et accident|Peligro y accidente|مخاطر وحوادث|-|hazards|-
HZ.01|Flood|Inondation|Inundación|فيضان|-|hazards|-
HZ.02|Fire|Incendie|Incendio|حريق|-|hazards|-
HZ.03|Road accident|Accident de la route|Accidente de tránsito|حادث سير|-|hazards|-
HZ.04|Aircraft accident|Accident d’aéronef|Accidente aéreo|حادث طائرة|-|hazards|-
HZ.05|Other accident|Autre accident|Otro accidente|حادث آخر|-|hazards|-
HZ.06|Storm or landslide|Tempête ou glissement de terrain|Tormenta o deslizamiento|عاصفة أو انزلاق|-|hazards|-
EV|Planned event|Événement prévu|Evento previsto|حدث مخطط|-|-|-
EV.01|Election|Élection|Elección|انتخابات|-|-|-
EV.02|Rally|Rassemblement|Mitin|تجمع|-|-|-
EV.03|Market day|Jour de marché|Día de mercado|يوم سوق|-|-|-
EV.04|Holy day|Fête religieuse|Día sagrado|عيد ديني|-|-|-
EV.05|VIP visit|Visite de personnalité|Visita de autoridad|زيارة شخصية|-|-|-
EV.06|Convoy|Convoi|Convoy|قافلة|-|-|-
EV.07|Rotation|Relève|Rotación|تناوب|-|-|-
AV|Activity|Activité|Actividad|نشاط|-|-|-
AV.01|Patrol|Patrouille|Patrulla|دورية|-|-|-
AV.02|Escort|Escorte|Escolta|مرافقة|-|-|-
AV.03|Joint protection team|Équipe conjointe de protection|Equipo conjunto de protección|فريق حماية مشترك|-|-|-
AV.04|Key-leader engagement|Rencontre de responsables|Encuentro con líderes|لقاء قيادات|-|-|-
AV.05|Drone or air sortie|Sortie aérienne ou de drone|Salida aérea o de dron|طلعة جوية|-|-|-
AV.06|Cordon and search|Bouclage et fouille|Cerco y búsqueda|تطويق وتفتيش|-|-|-
AV.07|EOD task|Tâche de déminage|Tarea de desactivación|مهمة إبطال متفجرات|-|-|-
AV.08|Civil-military or medical outreach|Action civilo-militaire ou médicale|Acción cívico-militar o médica|نشاط مدني عسكري أو طبي|-|-|-
AV.09|Quick-impact project|Projet à effet rapide|Proyecto de efecto rápido|مشروع سريع الأثر|-|-|-
AV.10|Disarmament and reintegration|Désarmement et réintégration|Desarme y reintegración|نزع سلاح وإعادة إدماج|-|-|-
AV.11|Ceasefire verification|Vérification du cessez-le-feu|Verificación del alto el fuego|تحقق من وقف النار|-|-|-
AV.12|Community meeting|Réunion communautaire|Reunión comunitaria|اجتماع مجتمعي|-|-|-
AV.13|Training|Formation|Entrenamiento|تدريب|-|-|-
AV.14|Checkpoint|Point de contrôle|Puesto de control|نقطة تفتيش|-|-|-
AV.15|Base opened or closed|Base ouverte ou fermée|Base abierta o cerrada|فتح أو إغلاق قاعدة|-|-|-
`
