"""Spanish: people who die, mourn, judge and protest; and of what else people die. Data only."""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    "HUMAN": words(
        "personas persona hombres hombre mujeres mujer individuos individuo sujetos sujeto"
        " varones varón civiles civil pasajeros pasajero pasajeras tripulantes tripulante"
        " tripulación ocupantes ocupante miembros miembro integrantes integrante marineros"
        " marinero pescadores pescador sospechosos sospechoso víctimas víctima cuerpos cuerpo"
        " residentes niños niño niñas niña menores menor jóvenes joven estudiantes estudiante"
        " trabajadores trabajador migrantes migrante inmigrantes soldados soldado militares"
        " militar uniformados efectivos agentes agente policías policía pilotos piloto"
        " milicianos militantes combatientes guerrilleros insurgentes rebeldes manifestantes"
        " turistas turista vecinos estadounidenses extranjeros ciudadanos colombianos"
        " venezolanos mexicanos terroristas terrorista narcotraficantes narcotraficante"
        " traficantes traficante delincuentes criminales a_bordo almas seres_humanos"
        " adolescentes adultos ancianos bebés periodistas periodista palestinos palestino"
        " israelíes ucranianos rusos rehenes bomberos mineros obreros feligreses fieles"
        " personas_más"
    ),
    "ANYBODY": words(
        "personas persona gente otros otras individuos individuo ocupantes cuerpos almas"
    ),
    "FAMILY": words(
        "familia familias familiares familiar viuda viudas madre madres padre padres parientes"
        " deudos"
    ),
    "FUNERAL": words("funeral funerales entierro sepelio velorio honras_fúnebres"),
    "COURT": words(
        "condenado_a condenados_a condenada_a sentenciado sentenciados sentenció juicio"
        " veredicto aniversario conmemora conmemoran conmemoró conmemoración homenaje demandó"
        " demandaron querella imputado recuerdan recuerda minuto_de_silencio"
    ),
    "LEGAL": words(
        "tribunal tribunales corte fiscalía fiscal fiscales sospechoso sospechosos detenido"
        " detenidos detienen arrestan arrestado imputado imputados acusado acusados procesado"
    ),
    "REACTION": words(
        "condena condenan condenó condenaron repudia repudian dimite renuncia protesta"
    ),
    "RIVAL": words(
        "huracán huracanes tormenta tormentas ciclón ciclones tifón tornado tornados terremoto"
        " terremotos sismo sismos seísmo tsunami inundación inundaciones deslizamiento"
        " deslizamientos alud deslave avalancha incendio incendios choque choques colisión"
        " colisiones colisionó colisionaron accidente accidentes naufragio naufragios naufragó"
        " naufragaron volcó volcaron zozobró descarriló descarrilamiento redada redadas tiroteo"
        " tiroteos motín motines estampida brote cólera ola_de_calor sequía hambruna erupción"
        " accidentado no_relacionado no_relacionada no_relacionados no_relacionadas"
    ),
    "CRAFT": words(
        "ferri ferry ferris transbordador transbordadores yate yates balsa balsas canoa canoas"
        " crucero pesquero pesqueros carguero petrolero remolcador patera pateras cayuco"
    ),
    "OBSTACLE": words("arrecife roca rocas puente muelle iceberg escollera boya"),
    "SINK": words("se_hundió se_hundieron se_hunde se_hunden"),
    "ANIMAL": words(
        "perro perros perra perras gato gatos ballena ballenas delfín delfines manatí manatíes"
        " ave aves pájaros caballo caballos vaca vacas reses ganado oveja ovejas tortuga"
        " tortugas pez peces elefante elefantes animal animales gallinas pollos cerdos abejas"
        " ciervos lobos"
    ),
}
