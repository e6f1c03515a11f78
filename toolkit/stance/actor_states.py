"""Adjectives and other plain names of states, so that a study need not list them.

Capitals are not among them: "Tehran" is a town as often as a government. A study that wants them lists them as aliases.

Contents: `STATE_WORDS`.
"""

_TABLE = """
united states: US, U.S., USA, America, American, Americans
united kingdom: UK, Britain, British, Briton, Britons
iran: Iranian, Iranians
iraq: Iraqi, Iraqis
israel: Israeli, Israelis
syria: Syrian, Syrians
russia: Russian, Russians
china: Chinese
france: French
germany: German, Germans
italy: Italian, Italians
spain: Spanish, Spaniards
turkey: Turkish, Turks, Türkiye
saudi arabia: Saudi, Saudis
qatar: Qatari, Qataris
kuwait: Kuwaiti, Kuwaitis
bahrain: Bahraini, Bahrainis
oman: Omani, Omanis
yemen: Yemeni, Yemenis
lebanon: Lebanese
jordan: Jordanian, Jordanians
egypt: Egyptian, Egyptians
libya: Libyan, Libyans
tunisia: Tunisian, Tunisians
algeria: Algerian, Algerians
morocco: Moroccan, Moroccans
sudan: Sudanese
united arab emirates: UAE, U.A.E., Emirati, Emiratis
afghanistan: Afghan, Afghans
pakistan: Pakistani, Pakistanis
india: Indian, Indians
japan: Japanese
north korea: DPRK, North Korean, North Koreans
south korea: South Korean, South Koreans
ukraine: Ukrainian, Ukrainians
poland: Polish
mexico: Mexican, Mexicans
canada: Canadian, Canadians
australia: Australian, Australians
venezuela: Venezuelan, Venezuelans
cuba: Cuban, Cubans
brazil: Brazilian, Brazilians
honduras: Honduran, Hondurans
ethiopia: Ethiopian, Ethiopians
eritrea: Eritrean, Eritreans
nigeria: Nigerian, Nigerians
south africa: South African, South Africans
armenia: Armenian, Armenians
azerbaijan: Azerbaijani, Azerbaijanis
netherlands: Dutch
belgium: Belgian, Belgians
sweden: Swedish
norway: Norwegian, Norwegians
denmark: Danish
finland: Finnish
greece: Greek, Greeks
vietnam: Vietnamese
indonesia: Indonesian, Indonesians
taiwan: Taiwanese
"""

STATE_WORDS = {
    name: tuple(word.strip() for word in words.split(","))
    for name, words in (line.split(":") for line in _TABLE.strip().splitlines())
}
