"""Words too common to tell what a text is about, in seven languages.  A table."""

from __future__ import annotations

_LANGUAGES = {
    "en": """a about above after again against all almost also although always am among an and another any are around
        as at away back be became because become been before began behind being below between both but by came can
        come could day days did do does doing don done down during each early either else end enough even ever every
        few first five for four from full further gave get give go goes going gone good got had half has have having
        he her here hers herself him himself his how however i if in including instead into is it its itself just keep
        kept know known last late later least left less let like little long look made make makes making many may me
        might more most much must my near need never new next night no nobody none nor not nothing now of off often
        old on once one only onto or other others our out over own part people perhaps put quite rather re s said same
        saw say saying says second see seen set seven shall she should show since six so some something soon still
        such t take taken ten than that the their them themselves then there these they thing things think this those
        though three through time times to today told tomorrow too took toward turn two under until up upon us use
        used very want was way we week weeks well went were what when where whether which while who whole whom whose
        why will with within without work would year years yesterday yet you your monday tuesday wednesday thursday
        friday saturday sunday morning afternoon evening january february march april june july august september
        october november december""",
    "de": """ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bisher
        da dabei dafür damit dann das dass dazu dem den denn der deren des dessen dich die dies diese diesem diesen
        dieser dieses dir doch dort du durch ein eine einem einen einer eines er erst es etwa etwas euch für gegen
        gibt habe haben hat hatte hatten heute hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer
        in ins ist ja jahr jahre jahren jede jedem jeden jeder jetzt kann kein keine keinen können könnte man mehr
        mein mich mit nach nicht nichts noch nun nur ob oder ohne schon sehr sei sein seine seinem seinen seiner seit
        sich sie sind so soll sollen sollte sowie tag tage uhr um und uns unser unter viel viele vom von vor war waren
        was weil weiter welche wenn wer werden wie wieder will wir wird wo worden wurde wurden während zu zum zur zwei
        zwischen über montag dienstag mittwoch donnerstag freitag samstag sonntag""",
    "fr": """à ai ainsi alors après au aucun aussi autre autres aux avaient avait avant avec avoir bien c ce cela
        celle celui ces cet cette ceux chaque chez comme contre d dans de depuis des deux dit doit donc dont du elle
        elles en encore entre est et étaient était été être eu eux fait faire fois font hier ici il ils j jour jours
        jusqu l la là le les leur leurs lors lui m mais me même moins mon n ne ni nos notre nous on ont ou où par pas
        pendant peu peut plus pour pourrait puis qu quand que quel quelle qui s sa sans se selon sera ses si soit son
        sont sous sur t te tous tout toute toutes très trois trop un une va vers vont vos votre vous y lundi mardi
        mercredi jeudi vendredi samedi dimanche""",
    "es": """a ahora al algo algunos ante antes aquí así aun aunque años ayer bien cada casi como con contra cual
        cuando cómo de del desde después dice dijo donde dos durante día días e el él ella ellas ellos en entre era
        eran es esa ese eso esta está están estas este esto estos fue fueron ha haber había han has hasta hay hoy la
        las le les lo los luego más me menos mi mientras mismo mucho muy nada ni no nos nosotros o otra otras otro
        otros para parte pero poco por porque puede pueden que qué quien se sea según ser si sí sido sin sobre solo
        son su sus sólo también tan tanto tiene tienen todo todos tras tres tu un una uno unos vez y ya yo año lunes
        martes miércoles jueves viernes sábado domingo""",
    "it": """a ad agli ai al alla alle allo anche ancora anni anno avere aveva c che chi ci ciò come con contro cosa
        così cui d da dagli dai dal dalla dalle degli dei del dell della delle dello di dopo dove due e è ecco ed era
        erano essere fa fino fra fu gli già giorni giorno ha hanno ho i ieri il in io l la le lei li lo loro lui ma me
        meno mi mia molto ne nei nel nella nelle nello noi non o oggi ogni oltre per perché però più po poi prima può
        qua quale quando quanto quella quelle quelli quello questa queste questi questo qui se sei senza si sia solo
        sono sopra sta stata stati stato su sua sue sugli sui sul sulla sulle suo suoi tra tre troppo tutta tutte
        tutti tutto un una uno va verso vi volta lunedì martedì mercoledì giovedì venerdì sabato domenica""",
    "nl": """aan af al alle alleen als altijd ander andere bij daar dag dagen dan dat de deze die dit doen door dus
        een eens eerst en er ergens ging gisteren haar had hadden heb hebben heeft hem het hier hij hoe hun iets ik in
        is ja jaar jaren je kan kon kunnen maar mag meer men met mij mijn moet moeten morgen na naar niet niets nog nu
        of om omdat onder ons ook op over s sinds te tegen ten ter terug tijd toch toen tot twee u uit uur van vandaag
        vanaf veel voor waar waren was wat we weer wel werd werden wie wij wil worden wordt zal ze zei zich zij zijn
        zo zonder zou zouden maandag dinsdag woensdag donderdag vrijdag zaterdag zondag""",
    "pt": """a agora ainda além algo alguns ano anos antes ao aos após aqui as assim até cada com como contra da das
        de dela dele depois desde dia dias disse do dois dos duas durante e é ela elas ele eles em enquanto então
        entre era eram essa esse esta está estão estas este estes eu foi foram fora há hoje isso isto já lá lhe mais
        mas me menos mesmo meu minha muito muitos na nada não nas nem no nos nossa nosso num numa o onde ontem os ou
        outra outras outro outros para pela pelas pelo pelos per pode podem por porque pouco qual quando quase que
        quem se segundo seja sem sempre ser será seu seus si sido só sob sobre sua suas também tão tem têm ter teve
        tinha toda todas todo todos três tudo um uma umas uns vai vez você segunda terça quarta quinta sexta sábado
        domingo""",
}

# Those of them that join the words of a name: "Bank of England", "Ville de Harne".
JOINING = frozenset("of for and the de la du des d von der und van di del della da do dos y et e en".split())
STOPWORDS = frozenset(word for words in _LANGUAGES.values() for word in words.split())
