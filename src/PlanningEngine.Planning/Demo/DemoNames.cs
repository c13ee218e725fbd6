namespace PlanningEngine.Planning.Demo;

/// <summary>Believable names of people and companies, per region, with the accents and commas that real files have.</summary>
internal static class DemoNames
{
    private static readonly string[][] Surnames =
    [
        ["Müller", "Schäfer", "Großmann", "Köhler", "Bürgi", "Zürcher", "Huber", "Böhm", "Wagner", "Egli", "Jäger", "Hölzl", "Krüger", "Brandstätter", "Weiß", "Lindner"],
        ["Lefèvre", "Dubois", "Gauthier", "Béranger", "O'Connor", "Van den Berg", "De Smet", "Lacroix", "Thompson", "Fitzgerald", "Peeters", "Château", "Moreau", "Hughes", "Janssens", "Rivière"],
        ["Ångström", "Bjørnstad", "Søndergaard", "Nyström", "Hämäläinen", "Kõiv", "Lindqvist", "Ødegård", "Virtanen", "Bērziņš", "Sjöberg", "Kjær", "Åkesson", "Mäkinen", "Thorsen", "Løvås"],
        ["Rossi", "Żabka", "Dvořák", "Nuñez", "Gonçalves", "Wójcik", "Novák", "Ibáñez", "Ferrari", "Łukasik", "D'Angelo", "Černý", "Muñoz", "Araújo", "Conti", "Świątek"],
    ];

    private static readonly string[][] GivenNames =
    [
        ["Jürgen", "Anna", "Lukas", "Käthe", "Sophie", "Björn", "Reto", "Miriam", "Jörg", "Elena"],
        ["Zoé", "François", "Niamh", "Pieter", "Chloé", "Oliver", "Anaïs", "Bram", "Siân", "Jérôme"],
        ["Åsa", "Lars", "Søren", "Aino", "Jānis", "Ingrid", "Märt", "Freja", "Øystein", "Päivi"],
        ["Giulia", "Łukasz", "Inês", "Jiří", "José", "Małgorzata", "Nicolò", "Begoña", "Tomáš", "João"],
    ];

    private static readonly string[][] CompanyPatterns =
    [
        ["{0}, Söhne & Cie", "Sporthaus {0}", "{0} Bergsport GmbH", "Outdoor-Zentrum {0}", "{0} & Partner AG", "Alpinladen {0}", "{0} Freizeit, Inh. {0}", "Radwelt {0}"],
        ["Café du Cycle {0}, SARL", "{0} Montagne", "{0} & Fils, S.A.", "{0} Outdoor Ltd", "Maison {0}", "{0} Cycles", "{0}, Sons & Co.", "Kampeerhuis {0} B.V."],
        ["{0} Friluft AB", "{0} Sport AS", "{0} & Søn A/S", "Retkikauppa {0} Oy", "{0} Fritid", "{0}, Matkavarustus", "Vinterhuset {0}", "{0} Cykler ApS"],
        ["{0} Sport Sp. z o.o.", "{0} Montagna S.r.l.", "Deportes {0}, S.L.", "{0} e Filhos, Lda.", "Outdoor {0} s.r.o.", "Casa {0}", "{0} & Figli, S.n.c.", "Rowery {0}"],
    ];

    /// <summary>Distinct company names of a region in random order (128 of them).</summary>
    public static string[] Companies(DemoRandom random, int region) => random.Shuffled(
        from surname in Surnames[region]
        from pattern in CompanyPatterns[region]
        select pattern.Replace("{0}", surname, StringComparison.Ordinal));

    /// <summary>Distinct names of people of a region in random order (160 of them).</summary>
    public static string[] People(DemoRandom random, int region) => random.Shuffled(
        from given in GivenNames[region]
        from surname in Surnames[region]
        select $"{given} {surname}");
}
