// Given names one hears in Brussels, of several origins, without accents. Chosen by hand; of nobody met.

/** No ordinary word of French or Dutch: found wherever they stand. */
export const CERTAIN: ReadonlySet<string> = new Set(
  (
    "abdel abdelaziz abdelhak abdelkader abdellah abderrahim abdou abdoulaye abdullah achraf adam adele adil adriaan " +
    "adrien agata agnieszka ahmad ahmed aicha ajmal alain alejandro aleksandra alessandro alexander alexandra alexandre " +
    "alexandru alfred ali alice alicia alina aline aliou alphonse amadou amandine amelie amina aminata amine anais anas " +
    "andre andrea andreea andrei andrzej angela angelique anissa anita anke anna anne annelies annick annie ansoumane " +
    "anthony antoine antonio arnaud arne arthur asma assia astrid aurelie ayman ayoub aziz aziza baptiste barbara " +
    "bart bastien beatrice benjamin benoit bernadette bernard bilal binta bogdan boris boubacar brahim brahima brigitte " +
    "bruno camille carine carlos carmen caroline catalina catherine cecile cedric celine chantal charles charlotte " +
    "chiara chloe christelle christian christiane christine christophe claude claudia claudine colette corinne cristian " +
    "cristina daan damien daniel daniela daniele danielle danny david deborah delphine denis diana didier dieter dieudonne " +
    "dimitri dirk djamila dominique dorota driss edith eduardo edward elena elias elif elisabeth elise ellen " +
    "els emilie emine emma emmanuel eric erik ernest esra estelle esther etienne eva evelyne ewa fabienne fabio fabrice " +
    "fadila farid farida fatiha fatima fatma fatou fatoumata femke fernand fernande fernando filip florian francesca " +
    "francesco francine francis francisco franck francois francoise frederic gabriel gabriela gabrielle gaetan " +
    "geert genevieve georges georgette gerard germaine gert ghislain gilbert giovanni giuseppe godelieve gregory " +
    "greta griet guido guillaume gustave habib hakim halima hamid hamza hanane hans hasan hassan hassana hatice helene " +
    "hendrik henri hicham hilde hind houda hugo hussein ibrahim ibrahima ikram ilham ilias ilse imane inaya ines ingrid " +
    "ioana ionut irena isabel isabelle ismael ismail ivan iwona jacqueline jacques jamal jamila jana janine " +
    "jeanne jeannine jelle jennifer jeremy jerome jessica joanna johan johanna jonas jonathan joris jose josee josef " +
    "joseph josiane josephine jozef juan julia julian julie julien juliette justine kamal karel karen karim karima karin " +
    "karolien katarzyna kathleen katrien kenza kevin khadija khalid koen krzysztof kris kurt lahcen laila lamine lara " +
    "latifa laura laure laurence laurent lea leila leon leonie lies liliane lisa lise loic lore louis louise " +
    "lotte luca lucas lucie lucien ludovic luis luiza maarten maciej madeleine magali magda mahmoud mairama malgorzata " +
    "malika mamadou manon manuel marcel marcin margaux margot maria mariam mariama marianne marie-claire marielle marijke " +
    "marina mario marjan maryam mathieu mathilde mathis matteo matthias maurice maxime mehdi mehmet melanie melissa " +
    "meryem michael michel michele micheline michelle miguel mihaela mihai milena mireille miriam mohamed mohammad " +
    "mohammed monika monique mostafa mounir mourad moussa muhammad mustafa mustapha myriam nabil nadege nadia nadine " +
    "naima najat nancy natalia nathalie nathan nawal nele nicolas nicole niels nina noah noemie nora noura oceane olivier " +
    "omar oumar oumou oussama ousmane pablo paola paolo pascale patricia patrick patrycja paul paulette pauline paulo " +
    "pawel pedro peter petra philippe piet pieter piotr quentin rachel rachid rachida rafael raphael raymond rebecca " +
    "redouane renaud rene renee ricardo richard rik robert roberto robin robrecht roger roland romain rosa roxana ruben rudy " +
    "sabine sabrina safia said saida salim salima salma samia samir samira samuel sandra sandrine sara sarah sebastien " +
    "selma serge seydou sibel simon simone siham sofia sofie solange souad soufiane souleymane stefaan stefan stefania " +
    "stephane stephanie steven stijn suzanne sven sylvain sylvie tamara tanja tarik teresa thibault thierry thijs thomas tijs " +
    "tom tomasz tristan ursula valentina valerie vanessa vasile veerle veronique vincent virginie viviane walid walter wassim " +
    "wendy werner willem willy wim wout wouter xavier yacine yannick yasin yasmina yasmine yassin yassine yolande youness " +
    "youssef yousra yusuf yvan yves yvette yvonne zahra zakaria zeynep zineb ziad zoe zohra"
  ).split(" "),
);

/** Words too, or parts of many names of places: found with a capital letter, where no word would have one. */
export const WORDS_TOO: ReadonlySet<string> = new Set(
  (
    "aime aimee albert amber amir an ange angel anouk aurore axel bo bram brice celeste cherif clara claire clement " +
    "constance constant dali desire desiree dieu eden eline elke emile fabien felix ferdinand fien fleur florence " +
    "flore franc france frank gaston gilles grace guy hanna hasna iman iris ida jan jasmin jasmine jean jef joel jules juste kaat kim " +
    "leo leopold lien lily linde lieve liv lou luc lucia luna maelle malik marc marguerite marie marin mark martin martine mary max " +
    "mia mina nour noel noor nils olive olivia oscar otto pascal patience paris parfait peggy pierre prudence regine regis reine " +
    "rita roch romeo roos rose sacha salome sam sander sanne senna serena sien solene soleil sophie storm tess tim " +
    "toon toussaint valentin vera victoire victor victoria violette viktor wolf zita"
  ).split(" "),
);
