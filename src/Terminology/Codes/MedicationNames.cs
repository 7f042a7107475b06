namespace Xinglin.Terminology.Codes;

/// <summary>Short names of medicines, one a line: code, Chinese, English. For licence and source see <see cref="CodeNames"/>.</summary>
internal static class MedicationNames
{
    public const string RxNorm = """
        17767|氨氯地平|Amlodipine
        29046|赖诺普利|Lisinopril
        3827|依那普利|Enalapril
        52175|氯沙坦|Losartan
        69749|缬沙坦|Valsartan
        7417|硝苯地平|Nifedipine
        6918|美托洛尔|Metoprolol
        19484|比索洛尔|Bisoprolol
        20352|卡维地洛|Carvedilol
        5487|氢氯噻嗪|Hydrochlorothiazide
        4603|呋塞米|Furosemide
        9997|螺内酯|Spironolactone
        4917|硝酸甘油|Glyceryl trinitrate
        1191|阿司匹林|Aspirin
        32968|氯吡格雷|Clopidogrel
        11289|华法林|Warfarin
        1364430|阿哌沙班|Apixaban
        1114195|利伐沙班|Rivaroxaban
        83367|阿托伐他汀|Atorvastatin
        301542|瑞舒伐他汀|Rosuvastatin
        36567|辛伐他汀|Simvastatin
        6809|二甲双胍|Metformin
        16681|阿卡波糖|Acarbose
        4821|格列吡嗪|Glipizide
        25789|格列美脲|Glimepiride
        593411|西格列汀|Sitagliptin
        1488564|达格列净|Dapagliflozin
        1545653|恩格列净|Empagliflozin
        475968|利拉鲁肽|Liraglutide
        274783|甘精胰岛素|Insulin glargine
        435|沙丁胺醇|Salbutamol
        723|阿莫西林|Amoxicillin
        2193|头孢曲松|Ceftriaxone
        18631|阿奇霉素|Azithromycin
        82122|左氧氟沙星|Levofloxacin
        7646|奥美拉唑|Omeprazole
        10582|左甲状腺素|Levothyroxine
        5640|布洛芬|Ibuprofen
        161|对乙酰氨基酚|Paracetamol
        8640|泼尼松|Prednisone
        519|别嘌醇|Allopurinol
        36437|舍曲林|Sertraline
        316049|氢氯噻嗪25 mg|Hydrochlorothiazide 25 mg
        243670|阿司匹林81 mg口服片|Aspirin 81 mg tablet
        313782|对乙酰氨基酚325 mg口服片|Paracetamol 325 mg tablet
        282464|对乙酰氨基酚160 mg口服片|Paracetamol 160 mg tablet
        310965|布洛芬200 mg口服片|Ibuprofen 200 mg tablet
        849574|萘普生钠220 mg口服片|Naproxen sodium 220 mg tablet
        308182|阿莫西林250 mg胶囊|Amoxicillin 250 mg capsule
        562251|阿莫西林250 mg/克拉维酸125 mg口服片|Amoxicillin 250 mg/clavulanate 125 mg tablet
        834061|青霉素V钾250 mg口服片|Phenoxymethylpenicillin 250 mg tablet
        834102|青霉素V钾500 mg口服片|Phenoxymethylpenicillin 500 mg tablet
        309097|头孢呋辛250 mg口服片|Cefuroxime 250 mg tablet
        311995|呋喃妥因50 mg胶囊|Nitrofurantoin 50 mg capsule
        311989|呋喃妥因5 mg/mL口服混悬液|Nitrofurantoin 5 mg/mL oral suspension
        1094107|盐酸非那吡啶100 mg口服片|Phenazopyridine 100 mg tablet
        1043400|对乙酰氨基酚/右美沙芬/多西拉敏口服液|Paracetamol/dextromethorphan/doxylamine oral solution
        1049630|盐酸苯海拉明25 mg口服片|Diphenhydramine 25 mg tablet
        477045|马来酸氯苯那敏2 mg/mL口服液|Chlorphenamine 2 mg/mL oral solution
        665078|氯雷他定5 mg咀嚼片|Loratadine 5 mg chewable tablet
        997501|盐酸非索非那定60 mg口服片|Fexofenadine 60 mg tablet
        106258|氢化可的松乳膏10 mg/g|Hydrocortisone 1% cream
        861467|盐酸哌替啶50 mg口服片|Pethidine 50 mg tablet
        1153378|氯硝西泮|Clonazepam
        308971|卡马西平|Carbamazepine
        1870230|肾上腺素0.3 mL自动注射笔|Adrenaline 0.3 mL auto-injector
        389221|依托孕烯68 mg皮下埋植剂|Etonogestrel 68 mg implant
        748856|屈螺酮炔雌醇片（28日装）|Drospirenone/ethinylestradiol 28-day pack
        751905|诺孕酯炔雌醇片（28日装）|Norgestimate/ethinylestradiol 28-day pack
        1367439|依托孕烯炔雌醇阴道环|Etonogestrel/ethinylestradiol vaginal ring
        """;

    public const string Atc = """
        A02BC01|奥美拉唑|Omeprazole
        A10AE04|甘精胰岛素|Insulin glargine
        A10BA02|二甲双胍|Metformin
        A10BB12|格列美脲|Glimepiride
        A10BF01|阿卡波糖|Acarbose
        A10BH01|西格列汀|Sitagliptin
        A10BK01|达格列净|Dapagliflozin
        A10BK03|恩格列净|Empagliflozin
        A10BJ02|利拉鲁肽|Liraglutide
        B01AC04|氯吡格雷|Clopidogrel
        B01AC06|阿司匹林|Aspirin
        B01AA03|华法林|Warfarin
        B01AF01|利伐沙班|Rivaroxaban
        C01DA02|硝酸甘油|Glyceryl trinitrate
        C01DA14|单硝酸异山梨酯|Isosorbide mononitrate
        C03AA03|氢氯噻嗪|Hydrochlorothiazide
        C03CA01|呋塞米|Furosemide
        C03DA01|螺内酯|Spironolactone
        C07AB02|美托洛尔|Metoprolol
        C07AB07|比索洛尔|Bisoprolol
        C08CA01|氨氯地平|Amlodipine
        C08CA05|硝苯地平|Nifedipine
        C09AA02|依那普利|Enalapril
        C09CA01|氯沙坦|Losartan
        C09CA03|缬沙坦|Valsartan
        C10AA01|辛伐他汀|Simvastatin
        C10AA05|阿托伐他汀|Atorvastatin
        C10AA07|瑞舒伐他汀|Rosuvastatin
        H03AA01|左甲状腺素|Levothyroxine
        J01CA04|阿莫西林|Amoxicillin
        J01DD04|头孢曲松|Ceftriaxone
        J01FA10|阿奇霉素|Azithromycin
        J01MA12|左氧氟沙星|Levofloxacin
        M04AA01|别嘌醇|Allopurinol
        M01AE01|布洛芬|Ibuprofen
        N02BE01|对乙酰氨基酚|Paracetamol
        R03AC02|沙丁胺醇|Salbutamol
        """;
}
